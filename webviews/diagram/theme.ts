/** Mermaid's theme variables, derived from the colours that VS Code gives the page. */
import { signal, type ReadonlySignal } from '@preact/signals';
import type { DiagramTheme } from './messages.ts';

function readTheme(): DiagramTheme {
  const { classList } = document.body;
  const color = colorReader();
  const background = color('--vscode-editor-background', '#ffffff');
  const text = color('--vscode-editor-foreground', '#1f1f1f');
  const box = color('--vscode-editorWidget-background', '#f3f3f3');
  const quiet = color('--vscode-textCodeBlock-background', '#ececec');
  // Lines carry the meaning of a diagram: the text's own colour keeps them visible in every theme.
  const line = color('--vscode-contrastBorder', color('--vscode-descriptionForeground', text));
  return {
    dark: classList.contains('vscode-dark') || (classList.contains('vscode-high-contrast') && !classList.contains('vscode-high-contrast-light')),
    fontFamily: getComputedStyle(document.body).fontFamily,
    colors: {
      background,
      ...fill('primary', box, text, line),
      ...fill('secondary', quiet, text, line),
      ...fill('tertiary', background, text, line),
      lineColor: line,
      arrowheadColor: line,
      textColor: text,
      titleColor: text,
      noteBkgColor: quiet,
      noteTextColor: text,
      noteBorderColor: line,
      edgeLabelBackground: background,
      activationBkgColor: quiet,
      activationBorderColor: line,
      sequenceNumberColor: background,
      labelBackgroundColor: background,
      stateLabelColor: text,
      relationLabelBackground: background,
      altSectionBkgColor: background,
      gridColor: line,
      taskTextClickableColor: text,
      errorBkgColor: background,
      errorTextColor: text,
    },
  };
}

function fill(name: 'primary' | 'secondary' | 'tertiary', color: string, text: string, border: string): Record<string, string> {
  return { [`${name}Color`]: color, [`${name}TextColor`]: text, [`${name}BorderColor`]: border };
}

/**
 * Reads a custom property as an opaque `#rrggbb`. VS Code's colours may be translucent or in any CSS notation and
 * mermaid computes with them, so each is painted over the editor's background and read back.
 */
function colorReader(): (property: string, fallback: string) => string {
  const style = getComputedStyle(document.body);
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const background = style.getPropertyValue('--vscode-editor-background').trim();
  return (property, fallback) => {
    const value = style.getPropertyValue(property).trim();
    if (value === '' || context === null) return fallback;
    for (const layer of [background, value]) {
      context.fillStyle = layer;
      context.fillRect(0, 0, 1, 1);
    }
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
  };
}

/** The page's theme, kept up to date: VS Code sets its colours on the root element and its kind on the body. */
export function watchTheme(): ReadonlySignal<DiagramTheme> {
  const theme = signal(readTheme());
  const update = (): void => {
    const now = readTheme();
    // VS Code touches both elements for other reasons too, and drawing anew is dear.
    if (JSON.stringify(now) !== JSON.stringify(theme.value)) theme.value = now;
  };
  const observer = new MutationObserver(update);
  for (const element of [document.documentElement, document.body]) observer.observe(element, { attributes: true, attributeFilter: ['class', 'style'] });
  return theme;
}
