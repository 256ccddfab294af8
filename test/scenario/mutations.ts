/** Texts that somebody might have in the middle of writing a scenario, or that nobody would. */
import { keywords } from '../../src/scenario/language/services.ts';
import type { Random } from '../../src/engine/sim/random.ts';

const PIECES = [...keywords, 'n1', 'leader', 'term', '5', '150ms', '10%', '"set x 1"', "'odd'", '\n', '  ', '//', '"', "'", '\\', '\u2028', '§', '\ud800', '💥', '1e999', '-1', '((((((', '{{{{', 'not not not', '0.5us', '99999999999999999999'];

/** The text with a few things taken out, put in, doubled, exchanged or cut off. */
export function mutated(text: string, random: Random): string {
  let result = text;
  for (let count = random.between(1, 4); count > 0; count--) result = mutatedOnce(result, random);
  return result;
}

function mutatedOnce(text: string, random: Random): string {
  const from = random.between(0, text.length);
  const to = Math.min(text.length, from + random.between(0, random.chance(0.2) ? 200 : 8));
  const part = text.slice(from, to);
  switch (random.between(0, 5)) {
    case 0:
      return text.slice(0, from) + text.slice(to);
    case 1:
      return text.slice(0, from) + PIECES[random.between(0, PIECES.length - 1)]! + text.slice(from);
    case 2:
      return text.slice(0, to) + part.repeat(random.between(1, 3)) + text.slice(to);
    case 3:
      return text.slice(0, from);
    case 4:
      return text.slice(0, from) + String.fromCharCode(random.between(0, random.chance(0.8) ? 127 : 65_535)) + text.slice(to);
    default: {
      const tokens = text.split(/(?=[\s{}(),:])/);
      const [one, other] = [random.between(0, tokens.length - 1), random.between(0, tokens.length - 1)];
      [tokens[one], tokens[other]] = [tokens[other]!, tokens[one]!];
      return tokens.join('');
    }
  }
}
