import { Misuse } from '../../realm/judgement.ts';
import type { SearchOptions } from '../api.ts';

/** @throws Misuse for options that make no sense */
export function validate({ nodes, process, commands = [], bounds = {}, breadthFirst, walk }: SearchOptions): void {
  const amounts = { nodes, crashes: bounds.crashes, losses: bounds.losses, duplications: bounds.duplications, timers: bounds.timers, 'breadthFirst.states': breadthFirst?.states, 'breadthFirst.depth': breadthFirst?.depth, 'walk.choices': walk?.choices, 'walk.length': walk?.length };
  for (const [name, amount] of Object.entries(amounts)) {
    if (amount !== undefined && !(Number.isSafeInteger(amount) && amount >= 0)) throw new Misuse(`A search takes a whole number from 0 on for ${name}, not ${amount}.`);
  }
  if (nodes === 0) throw new Misuse('A search takes at least one node.');
  const faults = walk?.faults ?? 0;
  if (!(faults >= 0 && faults <= 1)) throw new Misuse(`walk.faults is a number from 0 to 1, not ${faults}.`);
  if (typeof process !== 'string' && process.length !== nodes) throw new Misuse(`A search of ${nodes} nodes takes one class for all of them or ${nodes}, not ${process.length}.`);
  for (const node of [...commands.map((each) => each.node), ...(bounds.crashable ?? [])]) {
    if (!(Number.isInteger(node) && node >= 0 && node < nodes)) throw new Misuse(`The options of a search name node ${node}; there are nodes 0 to ${nodes - 1}.`);
  }
}
