/** Claims as text. */
import type { Claim } from '../../engine/scene/scene.ts';
import { writeDuration, writeText } from '../quantities.ts';
import type { Setting } from '../setting.ts';
import { writeWord } from '../spelling.ts';
import { writeCondition } from './conditions.ts';

/** @param text what a reader is told of it; it is left out where the claim says as much */
export function writeClaim(claim: Claim['claim'], setting: Setting, text?: string): string {
  const title = text === undefined ? '' : ` ${writeText(text)}`;
  switch (claim.kind) {
    case 'always':
    case 'never':
    case 'finally':
      return `${claim.kind}${title}: ${writeCondition(claim.condition, setting)}`;
    case 'eventually':
      return `eventually${claim.within === null ? '' : ` within ${writeDuration(claim.within)}`}${title}: ${writeCondition(claim.condition, setting)}`;
    case 'leads to':
      return `always${title}: ${writeCondition(claim.cause, setting)} leads to ${writeCondition(claim.effect, setting)} within ${writeDuration(claim.within)}`;
    case 'violated':
      return `expect${title} violation of ${writeWord(claim.property)}`;
  }
}

export function writeTitledClaim({ text, claim }: Claim, setting: Setting): string {
  return writeClaim(claim, setting, text === writeClaim(claim, setting) ? undefined : text);
}
