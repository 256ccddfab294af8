/** What is wrong with a node that works, in words. */
import type { NodeView } from '../../src/contract/simulation.ts';
import { formatSpan } from './time.ts';

export function conditionsOf({ perInput, clock }: NodeView): readonly string[] {
  return [
    ...(perInput > 0 ? [`slow: ${formatSpan(perInput)} per input`] : []),
    ...(clock.offset === 0 ? [] : [`clock ${formatSpan(Math.abs(clock.offset))} ${clock.offset > 0 ? 'ahead' : 'behind'}`]),
    ...(clock.drift === 0 ? [] : [`clock ${clock.drift > 0 ? 'gains' : 'loses'} ${Math.abs(clock.drift)} µs a second`]),
  ];
}
