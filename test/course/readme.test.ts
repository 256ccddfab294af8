import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadPack } from '../../src/course/load-pack.ts';
import { BUILT_IN, ENVIRONMENT, memoryFiles } from './packs.ts';

const README = path.resolve(import.meta.dirname, '../../src/course/README.md');

describe('the documentation of the pack format', () => {
  it('has an example that loads', async () => {
    const section = (name: string) => {
      const text = readFileSync(README, 'utf8').split(`## ${name}\n`)[1] ?? '';
      return /```(?:json|yaml)\n(.*?)```/s.exec(text)?.[1] ?? '';
    };
    const exercise = 'topics/backlog/exercises/bounded-queue';
    const files = {
      'pack.json': section('pack.json'),
      'topics/backlog/topic.json': section('topic.json'),
      'topics/backlog/questions.yaml': section('questions.yaml'),
      'topics/backlog/scenarios/lost-vote.dsim': '',
      [`${exercise}/exercise.json`]: section('exercise.json'),
      [`${exercise}/README.md`]: 'Build it.',
      [`${exercise}/starter/queue.ts`]: '',
      [`${exercise}/solution/queue.ts`]: '',
      [`${exercise}/tests/index.ts`]: '',
      [`${exercise}/mutants/grows/queue.ts`]: '',
    };
    const result = await loadPack(memoryFiles(files), BUILT_IN, { ...ENVIRONMENT, simulations: new Map([['raft', () => undefined]]) });
    assert.deepEqual(result.kind === 'faulty' ? result.problems : [], []);
  });
});
