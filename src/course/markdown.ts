/**
 * Markdown of a pack, which may come from anyone, as HTML that can do no harm in a panel: no raw HTML, no attribute that
 * was not made here, links only to https addresses and into the pack, images only from inside the pack.
 *
 * The Markdown is parsed to tokens, the tokens are freed of what is not allowed, and only then rendered. The rules that
 * render links and images write nothing unless the token was let through, so what is forgotten is left out.
 */
import MarkdownIt, { type MarkdownIt as Parser, type Token } from 'markdown-it';
import type { LessonLink } from '../contract/lesson.ts';
import { diagramAlternative } from './diagrams.ts';
import { FILE_START, type Flaw, type Position } from './document.ts';
import { resolveInPack } from './files.ts';
import { lessonLink, parsePackLink, type PackLink } from './links.ts';

/** Where a lesson stands, and how its images become addresses. */
export interface LessonContext {
  readonly packId: string;
  readonly topicId: string;
  /** The lesson's folder in the pack. */
  readonly folder: string;
  /** The address under which a panel loads a file of the pack. */
  imageUrl(path: string): string;
}

export interface Rendered {
  readonly html: string;
  /** In the order of the numbers in `data-diagram`. */
  readonly diagrams: readonly { readonly source: string; readonly alternative: string }[];
  /** The scenarios, in the order of the numbers in `data-scenario`. */
  readonly scenarios: readonly string[];
  /** The links into the pack, with the place of each. */
  readonly links: readonly (Position & { readonly link: PackLink })[];
  /** The images, by their paths in the pack. */
  readonly images: readonly (Position & { readonly path: string })[];
  /** What was left out of the HTML, and what is missing for a reader who does not see. */
  readonly flaws: readonly Flaw[];
}

/** What a token that was let through is rendered as. */
interface Cleared {
  readonly attributes: Readonly<Record<string, string>>;
}

const IMAGE_NAME = /\.(png|jpe?g|gif|webp|svg)$/i;
const HEADING_PREFIX = 'section-';

const parser = createParser();

/** A lesson: it may link into its pack, show images and diagrams, and have scenarios to be carried out. */
export function renderLesson(source: string, context: LessonContext): Rendered {
  return new Rendering(source, context).render();
}

/** A prompt, an option or a solution: text, code, tables and https links. */
export function renderSnippet(source: string): Rendered {
  return new Rendering(source, null).render();
}

class Rendering {
  readonly #lines: readonly string[];
  readonly #context: LessonContext | null;
  readonly #tokens: Token[];
  readonly #headings = new Set<string>();
  readonly #diagrams: { source: string; alternative: string }[] = [];
  readonly #scenarios: string[] = [];
  readonly #links: (Position & { link: PackLink })[] = [];
  readonly #images: (Position & { path: string })[] = [];
  readonly #flaws: Flaw[] = [];

  constructor(source: string, context: LessonContext | null) {
    this.#lines = source.split(/\r\n?|\n/);
    this.#context = context;
    this.#tokens = parser.parse(source, {});
  }

  render(): Rendered {
    this.#nameHeadings();
    let range: readonly [number, number] = [0, 0];
    for (const token of this.#tokens) {
      range = token.map ?? range;
      this.#clearBlock(token, range);
    }
    return {
      html: parser.renderer.render(this.#tokens, parser.options, {}),
      diagrams: this.#diagrams,
      scenarios: this.#scenarios,
      links: this.#links,
      images: this.#images,
      flaws: this.#flaws,
    };
  }

  /** The panel has the title as its only first-level heading, so a lesson's headings start at the second. */
  #nameHeadings(): void {
    for (const [position, token] of this.#tokens.entries()) {
      if (token.tag === 'h1') token.tag = 'h2';
      if (token.type !== 'heading_open') continue;
      const id = this.#unusedHeading(headingId(plainText(this.#tokens[position + 1])));
      this.#headings.add(id);
      clear(token, { id });
    }
  }

  #unusedHeading(id: string): string {
    if (!this.#headings.has(id)) return id;
    let number = 2;
    while (this.#headings.has(`${id}-${number}`)) number++;
    return `${id}-${number}`;
  }

  #clearBlock(token: Token, range: readonly [number, number]): void {
    if (token.type === 'fence' && language(token) === 'mermaid') this.#clearDiagram(token, range);
    else if (token.type === 'fence' && language(token) === 'dsim' && this.#context) this.#clearScenario(token);
    else if (token.type === 'th_open' || token.type === 'td_open') clearAlignment(token);
    else if (token.type === 'ordered_list_open') clearStart(token);
    else if (token.children) token.children = this.#clearInline(token.children, range);
    if (!token.meta?.['cleared']) token.attrs = null;
  }

  #clearDiagram(token: Token, range: readonly [number, number]): void {
    const at = this.#find(range, 'mermaid');
    if (!this.#context) {
      this.#flaws.push({ ...at, message: 'A diagram can only stand in a lesson.', remedy: 'Move it to the lesson, or describe it in words.' });
      return;
    }
    const alternative = diagramAlternative(token.content);
    if (alternative === null) {
      this.#flaws.push({
        ...at,
        message: 'The diagram has no text for those who cannot see it.',
        remedy: 'Add a line "%% alt: " to the diagram that says what it shows.',
      });
    }
    clear(token, { class: 'diagram', 'data-diagram': String(this.#diagrams.length) });
    this.#diagrams.push({ source: token.content, alternative: alternative ?? '' });
  }

  /** Elsewhere than in a lesson it is code like any other: nothing there can carry it out. */
  #clearScenario(token: Token): void {
    clear(token, { class: 'scenario', 'data-scenario': String(this.#scenarios.length) });
    this.#scenarios.push(token.content);
  }

  #clearInline(tokens: readonly Token[], range: readonly [number, number]): Token[] {
    let dropped = false;
    return tokens.filter((token) => {
      token.attrs = token.type === 'link_open' || token.type === 'image' ? token.attrs : null;
      if (token.type === 'image') return this.#clearImage(token, range);
      if (token.type === 'link_open') dropped = !this.#clearLink(token, range);
      return !(dropped && (token.type === 'link_open' || token.type === 'link_close'));
    });
  }

  /** Whether the link stays; of one that does not, only the text is left. */
  #clearLink(token: Token, range: readonly [number, number]): boolean {
    const href = String(token.attrGet('href') ?? '');
    const at = this.#find(range, href);
    token.attrs = null;
    const address = secureAddress(href);
    if (address !== null) return clear(token, { href: address });
    if (href.startsWith('#')) return this.#clearFragment(token, href, at);
    const link = parsePackLink(href);
    if (link && this.#context) {
      this.#links.push({ ...at, link });
      return clear(token, packLinkAttributes(lessonLink(link, this.#context.packId, this.#context.topicId)));
    }
    this.#flaws.push({
      ...at,
      message: link ? `The link "${shorten(href)}" can only stand in a lesson.` : `The link "${shorten(href)}" is not allowed.`,
      remedy: link
        ? 'Remove it here.'
        : 'Link to an https:// address, to a heading of this lesson (#heading), or to topic:, simulation:, exercise: or questions: of this pack.',
    });
    return false;
  }

  #clearFragment(token: Token, href: string, at: Position): boolean {
    const id = headingId(decode(href.slice(1)));
    if (this.#headings.has(id)) return clear(token, { href: `#${id}` });
    this.#flaws.push({ ...at, message: `There is no heading "${shorten(href)}" here.`, remedy: 'Link to a heading in lower-case words joined by hyphens, such as #logical-clocks.' });
    return false;
  }

  #clearImage(token: Token, range: readonly [number, number]): boolean {
    const source = String(token.attrGet('src') ?? '');
    const at = this.#find(range, source);
    token.attrs = null;
    if (!this.#context) {
      this.#flaws.push({ ...at, message: 'An image can only stand in a lesson.', remedy: 'Move it to the lesson, or describe it in words.' });
      return false;
    }
    const path = resolveInPack(this.#context.folder, decode(source));
    if (path === null || !IMAGE_NAME.test(path)) {
      this.#flaws.push({
        ...at,
        message: `The image "${shorten(source)}" is not allowed.`,
        remedy: 'Show a .png, .jpg, .gif, .webp or .svg file of this pack by its path relative to the lesson.',
      });
      return false;
    }
    const alternative = plainText(token).trim();
    if (alternative === '') {
      this.#flaws.push({ ...at, message: `The image "${shorten(source)}" has no text for those who cannot see it.`, remedy: 'Write what it shows between the brackets: ![what it shows](path).' });
    }
    this.#images.push({ ...at, path });
    return clear(token, { src: this.#context.imageUrl(path), alt: alternative });
  }

  /** Where a text first stands in a range of lines; the parser knows the lines of a block, not the columns of its parts. */
  #find([start, end]: readonly [number, number], text: string): Position {
    for (let line = start; line < end; line++) {
      const column = text === '' ? -1 : (this.#lines[line] ?? '').indexOf(text);
      if (column >= 0) return { line: line + 1, column: column + 1 };
    }
    return { line: start + 1, column: FILE_START.column };
  }
}

function createParser(): Parser {
  const markdown = new MarkdownIt({ html: false, linkify: false });
  // Left to the rules below: the parser would leave a refused link as text, and nothing could tell the author.
  markdown.validateLink = () => true;
  const { rules } = markdown.renderer;
  rules['link_open'] = (tokens, index) => `<a${attributes(tokens[index])}>`;
  rules['image'] = (tokens, index) => `<img${attributes(tokens[index])}>`;
  rules['fence'] = (tokens, index) => fence(tokens[index]);
  rules['html_block'] = rules['html_inline'] = (tokens, index) => escape(tokens[index]?.content ?? '');
  return markdown;
}

function fence(token: Token | undefined): string {
  if (!token) return '';
  if (token.meta?.['cleared']) return `<div${attributes(token)}></div>\n`;
  const name = language(token);
  return `<pre><code${name === '' ? '' : ` class="language-${name}"`}>${escape(token.content)}</code></pre>\n`;
}

function language(token: Token): string {
  return /^[A-Za-z0-9+-]+(?=\s|$)/.exec(token.info.trim())?.[0] ?? '';
}

/** Marks the token as let through, with these attributes and no others. */
function clear(token: Token, attributes: Readonly<Record<string, string>>): true {
  token.meta = { cleared: { attributes } satisfies Cleared };
  token.attrs = Object.entries(attributes);
  return true;
}

function attributes(token: Token | undefined): string {
  const cleared = token?.meta?.['cleared'] as Cleared | undefined;
  return Object.entries(cleared?.attributes ?? {}).map(([name, value]) => ` ${name}="${escape(value)}"`).join('');
}

function packLinkAttributes({ kind, target }: LessonLink): Readonly<Record<string, string>> {
  return { href: '#', 'data-kind': kind, 'data-target': target };
}

/** The parser aligns cells with a style attribute, which a panel's content security policy refuses. */
function clearAlignment(token: Token): void {
  const side = /text-align:(left|center|right)/.exec(String(token.attrGet('style') ?? ''))?.[1];
  if (side !== undefined) clear(token, { class: `align-${side}` });
}

function clearStart(token: Token): void {
  const start = token.attrGet('start');
  if (start !== null) clear(token, { start: String(start) });
}

/** The address in its normal form; null unless it is https without a user name, which serves to disguise the host. */
function secureAddress(href: string): string | null {
  if (!/^https:\/\//i.test(href) || !URL.canParse(href)) return null;
  const url = new URL(href);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : null;
}

function headingId(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return HEADING_PREFIX + words.join('-');
}

function plainText(token: Token | undefined): string {
  return parser.renderer.renderInlineAsText(token?.children ?? [], parser.options, {});
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function escape(text: string): string {
  return parser.utils.escapeHtml(text);
}
