/** What comes of a world when nothing goes wrong any more and everyone gets their turn. */
import type { WorldView } from './model.ts';
import type { Space } from './space.ts';
import { IntegerList } from './tables.ts';

/**
 * Goes round after round through everything that is open but faults, and takes each thing that makes a difference. Nodes that
 * are down come back first, where the model lets them: a fault that lasts is not over. Every timer fires in every round, so
 * this says nothing of a protocol that rests on which of two timers fires first, as Raft's elections do.
 * @returns the steps until `holds`; undefined where it does not within `most`, or where nothing is left to do
 */
export function stepsUntil<Message>(space: Space<Message>, from: Int32Array, most: number, holds: (world: WorldView<Message>) => boolean): number | undefined {
  const round = new IntegerList();
  const open = new IntegerList();
  // What lost its turn because of what came before it in the round, as a timer does that waits for messages: the longer ago, the sooner.
  const passedOver = new Set<number>();
  let world = from.slice();
  let next = new Int32Array(space.width);
  let steps = 0;
  for (let moved = true; moved; ) {
    if (holds(space.view(world))) return steps;
    moved = false;
    round.clear();
    space.choices(world, round);
    const all = Array.from({ length: round.length }, (_, position) => round.at(position));
    const codes = all.filter((code) => !space.isFault(code));
    for (const code of new Set([...all.filter((each) => space.isRestart(each)), ...[...passedOver].filter((each) => codes.includes(each)), ...codes])) {
      open.clear();
      space.choices(world, open);
      if (!open.includes(code)) {
        passedOver.add(code);
        continue;
      }
      passedOver.delete(code);
      if (space.apply(world, code, next) !== 'changed') continue;
      if (++steps > most) return undefined;
      [world, next] = [next, world];
      moved = true;
      if (holds(space.view(world))) return steps;
    }
  }
  return undefined;
}
