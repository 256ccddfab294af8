import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadPack } from '../../src/course/load-pack.ts';
import { renderLesson } from '../../src/course/markdown.ts';
import type { DistributedSystemsTopic } from '../../src/course/model.ts';
import { nodeFiles } from '../../src/course/node-files.ts';
import { valuesOf } from '../../src/simulations/parameters.ts';
import { simulations } from '../../src/simulations/registry.ts';
import { BUILT_IN } from './packs.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CORE = path.join(ROOT, 'exercises/core');
const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string };

describe('the built-in pack', () => {
  let topics: readonly DistributedSystemsTopic[] = [];

  before(async () => {
    const environment = {
      engineVersion: version,
      simulations: new Map(
        [...simulations].map(([type, simulation]) => [
          type,
          (changes: Readonly<Record<string, number>>) => void simulation.build(valuesOf(simulation.parameters, changes)),
        ]),
      ),
    };
    const result = await loadPack(nodeFiles(CORE), BUILT_IN, environment);
    assert.deepEqual(result.kind === 'faulty' ? result.problems : [], []);
    if (result.kind === 'loaded') topics = result.pack.modules.flatMap((module) => module.topics);
  });

  it('has its topics with everything that they promise', () => {
    assert.deepEqual(
      topics.map(({ topicId, examples, exercises }) => [topicId, examples.length, exercises.map(({ exerciseId }) => exerciseId)]),
      [['time-and-order', 0, ['lamport-clocks']], ['raft', 21, []], ['paxos', 9, []], ['multi-paxos', 12, []], ['atomic-commitment', 11, []], ['nonblocking-commit', 18, []], ['circuit-breaker', 0, ['circuit-breaker']], ['leases-and-fencing', 7, []]],
    );
    for (const { topicId, questions } of topics) {
      assert.ok(questions.length >= 5, topicId);
      assert.ok(new Set(questions.map(({ kind }) => kind)).size >= 4, topicId);
    }
  });

  it('has lessons of a length that is read in one go, with diagrams and links', () => {
    for (const { packId, topicId, lesson } of topics) {
      assert.ok(lesson, topicId);
      const source = readFileSync(path.join(CORE, lesson), 'utf8');
      // Scenarios are there to be run.
      const words = source.replace(/^```dsim$.*?^```$/gms, '').split(/\s+/).length;
      assert.ok(words >= 900 && words <= 1600, `${topicId} has ${words} words`);
      const { diagrams, links } = renderLesson(source, { packId, topicId, folder: path.posix.dirname(lesson), imageUrl: (image) => image });
      assert.ok(diagrams.length > 0 && links.some(({ link }) => link.kind === 'questions'), topicId);
    }
  });

  it('leaves no Markdown in what is shown as plain text', () => {
    for (const { questions } of topics) {
      for (const question of questions) {
        const texts = question.kind === 'choice' ? question.options.map(({ note }) => note) : question.kind === 'order' ? [] : question.rubric;
        for (const text of texts) assert.doesNotMatch(text, /[`*]|\]\(/, question.questionId);
      }
    }
  });
});
