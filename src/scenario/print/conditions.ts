/** Conditions as text. */
import type { Condition } from '../../engine/scene/scene.ts';
import type { Setting } from '../setting.ts';
import { writeWord } from '../spelling.ts';
import { writeInnerSet, writeQuantified } from './sets.ts';
import { bracketed, isJoined, PLURAL, SINGULAR, writeOperand, writePredicate, writeTests, writeWhere } from './values.ts';

export function writeCondition(condition: Condition, setting: Setting): string {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const { kind, of } = condition;
      // Of none, all hold and not any.
      if (of.length === 0) return kind === 'all' ? '0 = 0' : '0 != 0';
      return of.map((part) => (of.length > 1 ? bracketed(isJoined(part), writeCondition(part, setting)) : writeCondition(part, setting))).join(kind === 'all' ? ' and ' : ' or ');
    }
    case 'history':
      return `history is ${condition.model}`;
    case 'not':
      if (condition.of.kind === 'history') return `history is not ${condition.of.model}`;
      return `not ${bracketed(isJoined(condition.of), writeCondition(condition.of, setting))}`;
    case 'nodes':
      return writeNodes(condition, setting);
    case 'compare':
      return `${writeOperand(condition.left, setting)} ${condition.by} ${writeOperand(condition.right, setting)}`;
    case 'event':
      return `${writeWord(condition.name)} happens${writeWhere(condition.at, setting)}${writeTests(condition.where, setting)}`;
  }
}

/** Nodes, with how many of them, and what they are. */
function writeNodes({ quantity, of, are }: Extract<Condition, { readonly kind: 'nodes' }>, setting: Setting): string {
  const about = (quantifier: string, count: number) => `${quantifier} ${writeQuantified(of, count, setting)} ${writePredicate(are, setting, count === 1 ? SINGULAR : PLURAL)}`;
  switch (quantity.kind) {
    case 'every':
      return of.kind === 'name' ? `${writeInnerSet(of, setting)} ${writePredicate(are, setting, SINGULAR)}` : about('every', 1);
    case 'at least':
      return quantity.count === 1 ? about('some', 1) : about(`at least ${quantity.count}`, quantity.count);
    case 'at most':
      return about(`at most ${quantity.count}`, quantity.count);
    case 'exactly':
      return quantity.count === 0 ? about('no', 1) : about(`exactly ${quantity.count}`, quantity.count);
  }
}
