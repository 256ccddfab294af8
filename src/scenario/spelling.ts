/** How names and words are written: bare where they can be, else in single quotes. */
import { fieldKeywords, keywords, wordKeywords } from './language/services.ts';
import { readText, writeQuoted } from './quantities.ts';
import { roleMeant, type Setting } from './setting.ts';

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*$/;

/** Of a simulation's vocabulary. */
export function writeWord(word: string): string {
  return PLAIN.test(word) && (!keywords.has(word) || wordKeywords.has(word)) ? word : writeQuoted(word);
}

/** Nodes of a role: the role itself where it could not be read as anything else. */
export function writeRole(role: string): string {
  return PLAIN.test(role) && !keywords.has(role) ? role : `role ${writeField(role)}`;
}

/** Of a parameter that is set, a field that is compared, or what a node is. */
export function writeField(field: string): string {
  return fieldKeywords.has(field) ? field : writeWord(field);
}

/** Of a node or of nodes; a bare word would stand for a role where there is one of that name. */
export function writeName(name: string, { vocabulary }: Setting): string {
  return PLAIN.test(name) && !keywords.has(name) && roleMeant(name, vocabulary) === undefined ? name : writeQuoted(name);
}

export function isQuoted(text: string): boolean {
  return text.startsWith("'");
}

/** @throws SyntaxError for an escape that means nothing */
export function readWord(text: string): string {
  return isQuoted(text) ? readText(text) : text;
}
