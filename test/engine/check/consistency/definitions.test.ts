import assert from 'node:assert/strict';
import type { RegisterHistory, Value } from '../../../../src/engine/check/consistency/register-history.ts';
import { Random } from '../../../../src/engine/sim/random.ts';
import { compare, COMPARED, type Count } from './comparison.ts';
import { allHistories, randomHistory } from './histories.ts';

const REPEATED: readonly Value[] = [1, 2];
/** Few small histories break these. */
const LEAST: Readonly<Record<string, number>> = { 'read-your-writes': 10, 'monotonic-reads': 5, 'monotonic-writes': 1, 'writes-follow-reads': 25 };

function assertTold(model: string, { held, broken }: Count): void {
  assert.ok(held > 100 && broken >= (LEAST[model] ?? 50), `${model}: ${held} held, ${broken} broken`);
}

describe('consistency models, against their definitions tried over every order', function () {
  this.timeout(60_000);

  for (const model of COMPARED) {
    it(`${model}: all histories of up to four operations by up to three processes on two keys`, () => {
      assertTold(model, compare(model, histories(4)));
    });

    it(`${model}: all histories of up to three operations whose values are 1 and 2, and 400 random ones of five`, () => {
      const random = Array.from({ length: 400 }, (_, seed) => sampled(seed, 'repeated', REPEATED));
      compare(model, histories(3, REPEATED));
      assertTold(model, compare(model, random));
    });

    it(`${model}: 400 random histories of five operations, some of unknown outcome`, () => {
      assertTold(model, compare(model, Array.from({ length: 400 }, (_, seed) => sampled(seed, 'distinct'))));
    });
  }
});

function* histories(most: number, values?: readonly Value[]): Generator<RegisterHistory> {
  for (let operations = 1; operations <= most; operations++) yield* allHistories({ operations, processes: 3, ...(values && { values }) });
}

function sampled(seed: number, label: string, values?: readonly Value[]): RegisterHistory {
  const random = Random.fromSeed(seed).split(label);
  return randomHistory(random, { operations: 5, processes: 3, ...(values && { values }) });
}
