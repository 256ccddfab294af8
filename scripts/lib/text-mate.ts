/** The grammar by which editors colour scenarios: the keywords of the language's own grammar, with the rest of its words around them. */

interface Generated {
  readonly patterns: readonly { readonly include?: string; readonly name?: string; readonly match?: string }[];
}

/** @param generated what Langium makes of the grammar: comments and keywords, also inside of text */
export function textMateOf(generated: string): string {
  const { patterns } = JSON.parse(generated) as Generated;
  const keywords = patterns.find(({ name }) => name === 'keyword.control.dsim')?.match;
  if (keywords === undefined) throw new Error('The generated grammar names no keywords.');
  const grammar = {
    name: 'Scenario',
    scopeName: 'source.dsim',
    fileTypes: ['dsim'],
    patterns: [
      { name: 'comment.line.double-slash.dsim', match: '//.*$' },
      { name: 'string.quoted.double.dsim', begin: '"', end: '"|$', patterns: [{ name: 'constant.character.escape.dsim', match: '\\\\.' }] },
      { name: 'variable.other.quoted.dsim', match: "'[^'\\n]*'" },
      { name: 'constant.numeric.dsim', match: '-?\\b\\d+(\\.\\d+)?(us|ms|s|min|ppm)?\\b%?' },
      // A part of a longer name, such as `commit-index`, is no keyword.
      { name: 'keyword.control.dsim', match: `(?<![\\w-])${keywords.replaceAll('\\b', '')}(?![\\w-])` },
      { name: 'keyword.operator.dsim', match: '->|\\.\\.|<=|>=|!=|[=<>]' },
    ],
  };
  return `${JSON.stringify(grammar, null, 2)}\n`;
}
