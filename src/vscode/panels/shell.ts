/** The HTML document around a panel's bundle. All that a page may load is named here. */
import { randomBytes } from 'node:crypto';

export interface Shell {
  readonly title: string;
  readonly language: string;
  /** Addresses of the bundle, as the webview loads them. */
  readonly script: string;
  readonly style: string;
  /** Where diagrams are drawn (webviews/README.md): the script that the page fetches. Its pictures are `data:` addresses. */
  readonly diagramScript?: string | undefined;
  /** The webview's own source, as `Webview.cspSource` names it. */
  readonly cspSource: string;
}

export function renderShell({ title, language, script, style, diagramScript, cspSource }: Shell): string {
  const nonce = randomBytes(24).toString('base64');
  const drawsDiagrams = diagramScript !== undefined;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src ${cspSource}${drawsDiagrams ? ' data:' : ''}`,
    `font-src ${cspSource}`,
    ...(drawsDiagrams ? [`connect-src ${cspSource}`] : []),
  ].join('; ');
  const diagram = drawsDiagrams ? ` data-diagram="${escapeHtml(diagramScript)}"` : '';
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${escapeHtml(style)}">
</head>
<body data-nonce="${nonce}"${diagram}>
<div id="root"></div>
<script nonce="${nonce}" src="${escapeHtml(script)}"></script>
</body>
</html>`;
}

/** A page without any script that says why there is nothing to show. */
export function renderNotice(language: string, title: string, message: string): string {
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>${escapeHtml(title)}</title>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p role="alert">${escapeHtml(message)}</p>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
