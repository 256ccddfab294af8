/** Mermaid source in, a self-contained SVG document out. */
import mermaid from 'mermaid';
import type { DiagramTheme } from './messages.ts';

export interface Drawing {
  readonly svg: string;
  /** Natural size in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Fixed, and so are the ids inside the drawing: each drawing is an image of its own, so nothing can clash. */
const drawingId = 'diagram';

/** In pixels, for every kind of diagram; mermaid's kinds differ by default. */
const fontSize = 14;

/** What a diagram's own directives may not change: safety, and the reader's theme, on which high contrast depends. */
const fixed = [
  ...['secure', 'securityLevel', 'startOnLoad', 'maxTextSize', 'maxEdges', 'suppressErrorRendering', 'logLevel'],
  ...['htmlLabels', 'layout', 'theme', 'themeVariables', 'themeCSS', 'darkMode', 'fontFamily'],
];

/** Throws mermaid's own error, with the line, where the source can't be parsed. */
export async function draw(source: string, theme: DiagramTheme): Promise<Drawing> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    secure: fixed,
    suppressErrorRendering: true,
    deterministicIds: true,
    deterministicIDSeed: drawingId,
    handDrawnSeed: 1,
    htmlLabels: true,
    layout: 'dagre',
    logLevel: 'fatal',
    fontSize,
    theme: 'base',
    darkMode: theme.dark,
    fontFamily: theme.fontFamily,
    themeVariables: { ...theme.colors, darkMode: theme.dark, fontFamily: theme.fontFamily, fontSize: `${fontSize}px`, useGradient: false, dropShadow: 'none' },
  });
  const { svg } = await mermaid.render(drawingId, source);
  return asImage(svg);
}

/** Mermaid sizes its SVG to fill a page and writes it as HTML; an image needs a size of its own and well-formed XML. */
function asImage(html: string): Drawing {
  const svg = new DOMParser().parseFromString(html, 'text/html').querySelector('svg');
  if (svg === null) throw new Error('Mermaid drew nothing.');
  const { width, height } = svg.viewBox.baseVal;
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(height));
  svg.style.removeProperty('max-width');
  return { svg: new XMLSerializer().serializeToString(svg), width, height };
}
