/**
 * The one place where HTML goes into a page. It was rendered by the extension, from Markdown without raw HTML
 * (src/course/markdown.ts) or as the picture of a plot (src/scenario/plot/svg.ts), and the page's policy refuses inline
 * scripts and handlers should one slip through.
 */
import type { HTMLAttributes, Ref } from 'preact';

interface HtmlProps extends Omit<HTMLAttributes<HTMLDivElement>, 'children' | 'ref'> {
  readonly html: string;
  readonly content?: Ref<HTMLDivElement>;
}

export function Html({ html, content = null, ...attributes }: HtmlProps) {
  return <div {...attributes} ref={content} dangerouslySetInnerHTML={{ __html: html }} />;
}
