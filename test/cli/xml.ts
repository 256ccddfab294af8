/** A strict reader of the XML that is expected here: elements, attributes, text and character references, and nothing else. */

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

const NAME = '[A-Za-z_][\\w.-]*';
const ATTRIBUTE = new RegExp(`\\s+(${NAME})="([^"<]*)"`, 'y');
const OPENING = new RegExp(`<(${NAME})`, 'y');

/** @throws Error where it is not well-formed */
export function readXml(source: string): Element {
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const found = pattern.exec(source);
    if (found) position += found[0].length;
    return found;
  };
  const need = (pattern: RegExp, what: string): RegExpExecArray => {
    const found = take(pattern);
    if (!found) throw new Error(`Here ${what} was expected: ${source.slice(position, position + 40)}`);
    return found;
  };
  const element = (): Element => {
    const name = need(OPENING, 'an element')[1]!;
    const attributes: Record<string, string> = {};
    for (let found = take(ATTRIBUTE); found; found = take(ATTRIBUTE)) {
      if (found[1]! in attributes) throw new Error(`${name} has two attributes ${found[1]}.`);
      attributes[found[1]!] = decoded(found[2]!);
    }
    if (take(/\s*\/>/y)) return { name, attributes, children: [], text: '' };
    need(/\s*>/y, 'the end of a tag');
    const children: Element[] = [];
    let text = '';
    for (;;) {
      text += decoded(take(/[^<]*/y)?.[0] ?? '');
      if (source.startsWith('</', position)) break;
      children.push(element());
    }
    need(new RegExp(`</${name}\\s*>`, 'y'), `the end of ${name}`);
    return { name, attributes, children, text };
  };
  need(/<\?xml version="1\.0" encoding="UTF-8"\?>\s*/y, 'a declaration');
  const root = element();
  need(/\s*$/y, 'the end');
  return root;
}

function decoded(text: string): string {
  if (/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/u.test(text.replace(/[\u{10000}-\u{10ffff}]/gu, ''))) throw new Error(`XML can't hold a character of ${JSON.stringify(text)}.`);
  return text.replace(/&(?:#(\d+);|(\w*;?))/g, (found, code: string | undefined) => {
    if (code === undefined) throw new Error(`"${found}" is no character reference.`);
    return String.fromCodePoint(Number(code));
  });
}
