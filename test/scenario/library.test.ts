import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inProject } from '../../scripts/lib/project.ts';
import { renderLesson } from '../../src/course/markdown.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { print } from '../../src/scenario/print/print.ts';
import { carryOut } from '../../src/scenario/trial.ts';
import { simulations } from '../../src/simulations/registry.ts';
import { failuresOf } from './playing.ts';

const TOPICS = inProject('exercises/core/topics');
const files = globSync('*/scenarios/*.dsim', { cwd: TOPICS }).sort();
const textOf = (name: string) => readFileSync(path.join(TOPICS, name), 'utf8');

/** Seeds of each that are tried here; its own line has more. */
const SEEDS = 10;

describe('the scenarios in lessons', () => {
  const blocks = globSync('*/lesson.md', { cwd: TOPICS })
    .sort()
    .flatMap((file) => renderLesson(textOf(file), { packId: 'core', topicId: 'any', folder: '', imageUrl: (image) => image }).scenarios.map((text) => ({ file, text })));

  it('are some', () => assert.ok(blocks.length >= 4));

  for (const { file, text } of blocks) {
    const scene = sceneOf(text);
    it(`hold what they claim: ${scene.title}, in ${file}`, () => assert.deepEqual(failuresOf(scene, SEEDS), []));
  }
});

describe('the scenario of the sample workspace', () => {
  it('goes as it says', () => {
    assert.deepEqual(failuresOf(sceneOf(readFileSync(inProject('samples/workspace/scenarios/old-leader.dsim'), 'utf8')), SEEDS), []);
  });
});

describe('the scenarios of the course', () => {
  it('are at least two dozen, of each system that there is', () => {
    assert.ok(files.length >= 24, files.join(', '));
    assert.deepEqual([...new Set(files.map((file) => sceneOf(textOf(file)).system.type))].sort(), [...simulations.keys()].sort());
  });

  it('are scenes of their topics, by their titles', () => {
    for (const topic of new Set(files.map((file) => file.split('/')[0] ?? ''))) {
      const { scenes } = JSON.parse(textOf(`${topic}/topic.json`)) as { readonly scenes: readonly { readonly id: string; readonly title: string }[] };
      const own = files.filter((file) => file.startsWith(`${topic}/`));
      assert.deepEqual(scenes.map(({ id }) => `${topic}/scenarios/${id}.dsim`).sort(), own);
      for (const { id, title } of scenes) assert.equal(title, sceneOf(textOf(`${topic}/scenarios/${id}.dsim`)).title);
    }
  });

  for (const file of files) {
    it(`${file} goes as it says`, () => {
      const scene = sceneOf(textOf(file));
      assert.deepEqual(failuresOf(scene, SEEDS), []);
      assert.ok(scene.claims.length > 0);
      assert.deepEqual(sceneOf(print(scene)), scene);
    });

    it(`${file} has a goal, tells what happens, and ends with a question`, () => {
      const scene = sceneOf(textOf(file));
      const { remarks } = carryOut(scene, scene.seeds.first);
      const last = remarks.at(-1);
      assert.match(scene.goal ?? '', /\w.*\.$/);
      assert.ok(remarks.filter(({ kind }) => kind === 'say').length >= 2);
      assert.ok(last?.kind === 'ask' && last.explanation !== '' && last.answers.some(({ isRight }) => isRight) && last.answers.some(({ isRight }) => !isRight));
    });
  }

  for (const [file, from, to, claim] of [
    ['raft/scenarios/asking-first.dsim', 'pre-vote on', 'pre-vote off', 'No leader is deposed.'],
    ['raft/scenarios/disruptive-server.dsim', 'pre-vote off', 'pre-vote on', "The server's term runs ahead."],
    ['raft/scenarios/lost-vote.dsim', 'flaw forgets-its-vote-in-a-crash', 'flaw none', 'Two leaders in one term are what must never be.'],
    ['raft/scenarios/minority.dsim', 'partition minority from majority', 'partition n1, n2, n3 from the rest', 'Nobody becomes leader on two votes.'],
    ['raft/scenarios/old-leader.dsim', 'L, F, c1 from', 'L, c1, 2 followers from', 'Whoever leads in term 1 commits nothing.'],
    ['raft/scenarios/election-timeouts.dsim', 'until 5s', 'until 100ms', 'Somebody has stood for election.'],
    ['raft/scenarios/rolling-crashes.dsim', 'crash one of healthy', 'crash 2 of healthy', 'A majority is up.'],
    ['raft/scenarios/stale-read.dsim', 'drift -900000', 'drift 0', 'No order that fits the time explains what the two saw.'],
    ['raft/scenarios/split-vote-storm.dsim', 'fire election of all servers', 'fire election of n1', 'All five stand in one term.'],
    ['raft/scenarios/figure-8.dsim', 'clients 2', 'clients 2, flaw commits-entries-of-earlier-terms', 'The entry of term 2 is never committed by itself.'],
    ['raft/scenarios/figure-8-committed.dsim', 'clients 2', 'clients 2, flaw votes-for-whoever-asks', 'n5 leads no more.'],
    ['raft/scenarios/figure-8-flaw.dsim', 'flaw commits-entries-of-earlier-terms', 'flaw none', 'A leader lacks what was committed.'],
    ['raft/scenarios/snapshot-install.dsim', 'snapshot-threshold 10', 'snapshot-threshold 0', 'A snapshot is sent to who lacks too much.'],
    ['raft/scenarios/two-changes.dsim', 'flaw changes-servers-while-a-change-is-under-way', 'flaw none', 'A change begins before the last is committed.'],
    ['paxos/scenarios/outbidding.dsim', 'back-off 0ms', 'back-off 100ms', 'Forty ballots come to nothing.'],
    ['paxos/scenarios/adoption.dsim', 'acceptors 3', 'acceptors 3, flaw a-proposer-ignores-what-promises-report', 'Nobody learns y.'],
    ['multi-paxos/scenarios/filled-hole.dsim', 'nodes 3', 'nodes 3, flaw a-new-leader-fills-slots-in-which-something-may-be-chosen', 'What may be chosen is adopted.'],
    ['multi-paxos/scenarios/one-phase.dsim', 'nodes 3', 'nodes 5', 'Each command has taken one round of phase 2.'],
    ['multi-paxos/scenarios/two-leaders.dsim', 'nodes 5', 'nodes 5, flaw a-leader-takes-one-acceptance-for-a-decision', 'The old leader answers nobody while it is cut off.'],
    ['multi-paxos/scenarios/comes-back.dsim', 'snapshot-interval 10', 'snapshot-interval 10, flaw slots-are-collected-for-which-no-snapshot-stands', 'No slot is forgotten before a snapshot stands for it.'],
    ['atomic-commitment/scenarios/in-doubt.dsim', 'participants 3', 'participants 3, flaw aborts-by-itself-in-doubt', 'Nobody decides without the coordinator.'],
    ['atomic-commitment/scenarios/one-no.dsim', 'p2 does "T1"', 'p2 does "T2"', 'Nobody commits.'],
    ['atomic-commitment/scenarios/after-decision.dsim', 'participants 3', 'participants 3, flaw aborts-by-itself-in-doubt', 'Nobody aborts.'],
    ['atomic-commitment/scenarios/missed-decision.dsim', 'participants 3', 'participants 3, flaw votes-before-its-prepare-record-is-forced', 'p2 is in doubt again when it is back.'],
    ['nonblocking-commit/scenarios/nobody-waits.dsim', 'participants 3', 'participants 3, flaw nobody-leads-a-termination', 'They decide without the coordinator.'],
    ['nonblocking-commit/scenarios/no-coordinator.dsim', 'servers 5', 'servers 3', 'All have committed, with two servers down.'],
    ['nonblocking-commit/scenarios/no-majority.dsim', 'servers 3', 'servers 3, flaw a-resource-manager-aborts-by-itself-in-doubt', 'Nobody decides without a majority.'],
    ['nonblocking-commit/scenarios/late-vote.dsim', 'latency 2s', 'latency 10ms', 'T1 is aborted everywhere.'],
    ['leases-and-fencing/scenarios/late-holder.dsim', 'before-it-works', 'before-it-works, flaw the-store-does-not-look-at-tokens', 'The late write is refused.'],
  ] as const) {
    it(`${file} would fail with "${to.trim()}"`, () => {
      const text = textOf(file);
      assert.ok(text.includes(from));
      assert.ok(failuresOf(sceneOf(text.replace(from, to)), SEEDS).some((failure) => failure.includes(claim)));
    });
  }
});
