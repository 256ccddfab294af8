/**
 * Histories of a key-value store that floors/floor-linearizability.js generates, checked by it and by us in turn: 50 clients,
 * 20,000 operations, 7 keys, right ones and wrong ones. The floor gives a verdict and nothing else; we give the order of
 * operations, or the window in which there is none, too.
 */
import { createRequire } from 'node:module';
import type { Operation } from '../../src/engine/check/history.ts';
import { checkLinearizability } from '../../src/engine/check/linearizability/check.ts';
import { keyValue, type KeyValueInput } from '../../src/engine/check/linearizability/models.ts';
import type { Row } from './raft.bench.ts';

interface FloorHistory {
  readonly ops: readonly { readonly k: 'get' | 'put' | 'append'; readonly key: string; readonly v: string; readonly out: string; readonly client: number }[];
  /** id + 1 for an invocation, -(id + 1) for a return, in order of time. */
  readonly ev: Int32Array;
}

interface Floor {
  generate(options: { clients: number; operations: number; keys: number; corrupt: number; seed: number }): FloorHistory;
  check(history: FloorHistory): boolean;
}

const floor = createRequire(import.meta.url)('./floors/floor-linearizability.js') as Floor;

const SIZE = { clients: 50, operations: 20_000, keys: 7 } as const;
const REPETITIONS = 20;

function historyOf({ ops, ev }: FloorHistory): Operation<KeyValueInput, string>[] {
  const invoked = new Float64Array(ops.length);
  const returned = new Float64Array(ops.length);
  ev.forEach((event, at) => (event > 0 ? (invoked[event - 1] = at) : (returned[-event - 1] = at)));
  return ops.map(({ k, key, v, out, client }, id) => ({
    process: client,
    input: k === 'get' ? { op: k, key } : { op: k, key, value: v },
    output: out,
    invoked: invoked[id]!,
    returned: returned[id]!,
  }));
}

function secondsOf(work: () => void): number {
  const begin = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - begin) / 1e9;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

export default async function bench(): Promise<Row[]> {
  return [0, 1].map((corrupt) => {
    const ours: number[] = [];
    const floors: number[] = [];
    for (let repetition = 0; repetition <= REPETITIONS; repetition++) {
      const generated = floor.generate({ ...SIZE, corrupt, seed: 7 + repetition });
      const history = historyOf(generated);
      let verdict = '';
      const seconds = [secondsOf(() => floor.check(generated)), secondsOf(() => (verdict = checkLinearizability(keyValue, history).kind))] as const;
      if (verdict !== (corrupt ? 'violated' : 'linearizable')) throw new Error(`Seed ${7 + repetition}: the verdict is ${verdict}.`);
      // The first one warms both up.
      if (repetition > 0) {
        floors.push(1 / seconds[0]);
        ours.push(1 / seconds[1]);
      }
    }
    const name = `Linearizability, 20,000 operations of 50 clients, ${corrupt ? 'wrong' : 'right'}`;
    return { name, ours: median(ours), floor: median(floors), ratio: median(ours.map((rate, i) => rate / floors[i]!)), spread: [Math.min(...ours), Math.max(...ours)] };
  });
}
