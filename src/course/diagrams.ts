/** Mermaid diagrams in lessons. */

/**
 * What a screen reader says instead of the picture: the comment `%% alt: …`, or mermaid's own `accDescr: …` and
 * `accDescr { … }`. Null where the author gave none.
 */
export function diagramAlternative(source: string): string | null {
  const line = /^[ \t]*(?:%%[ \t]*alt|accDescr)[ \t]*:[ \t]*(\S.*)$/m.exec(source)?.[1];
  const block = /^[ \t]*accDescr[ \t]*\{([^}]*)\}/m.exec(source)?.[1];
  const alternative = (line ?? block ?? '').replace(/\s+/g, ' ').trim();
  return alternative === '' ? null : alternative;
}
