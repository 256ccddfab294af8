/** What clients have seen, and what it keeps to. */
import type { AstNode } from 'langium';
import { HISTORY_MODELS, type Condition } from '../../engine/scene/scene.ts';
import { simulations } from '../../simulations/registry.ts';
import type * as ast from '../language/generated/ast.ts';
import type { Place } from './place.ts';

export function compileHistory(condition: ast.HistoryCondition, place: Place): Condition {
  const { problems } = place;
  checkHistory(condition, place);
  const said = `${problems.word(condition, 'model', condition.model)}${condition.consistent ? ' consistent' : ''}`;
  const model = HISTORY_MODELS.find((each) => each === said);
  if (!model) problems.unknown(condition, 'model', `There is no consistency model "${said}".`, said, HISTORY_MODELS, (meant) => meant);
  const history: Condition = { kind: 'history', model: model ?? 'linearizable' };
  return condition.negated ? { kind: 'not', of: history } : history;
}

/** Says where the system registers no history of its clients. */
export function checkHistory(node: AstNode, { setting: { definition, vocabulary }, problems }: Place): void {
  if (vocabulary.history) return;
  const others = [...simulations.values()].filter((each) => each.vocabulary.history).map(({ type }) => type);
  problems.add(node, `Of ${definition.type} it is not known what its clients see: its simulation registers no history of them, as those of ${others.join(', ')} do.`);
}
