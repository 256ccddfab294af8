/** What is left of a failing run, judged from outside. */
import assert from 'node:assert/strict';
import { judgeRun, type RunCase, type RunFailure, type Subject } from '../../../../src/engine/check/shrinking/failing-run.ts';
import { runPasses } from '../../../../src/engine/check/shrinking/run-passes.ts';
import type { SmallerRun } from '../../../../src/engine/check/shrinking/run-shrinker.ts';
import type { Script } from '../../../../src/engine/check/shrinking/script.ts';
import type { Sliced } from '../../../../src/engine/check/shrinking/shrinker.ts';
import { Run } from '../../../../src/engine/sim/run.ts';

function end<Result>(work: Sliced<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** What is left is a run that breaks the property where it is said to, in the recorder of runs too. */
export function assertFails<Parameters, Message>({ build, monitor }: Subject<Parameters, Message>, property: string, { parameters, seed, schedule, failure }: SmallerRun<Parameters>): void {
  const run = new Run({ system: build(parameters), seed, schedule, monitor: () => monitor(parameters) });
  run.advanceTo(failure.step);
  const found = run.violations.find((violation) => violation.property === property);
  assert.deepEqual([found?.step, found?.message, run.trace.timeOf(failure.step)], [failure.step, failure.message, failure.at]);
}

/** Everything that any pass proposes, of a case of which nothing of it fails; and every item left out, by hand. */
function* simplifications<Parameters, Message>(subject: Subject<Parameters, Message>, present: RunCase<Parameters>, failure: RunFailure): Generator<RunCase<Parameters>> {
  for (const { propose } of runPasses(subject)) {
    const proposals = propose(present, failure);
    for (let proposal = proposals.next(); !proposal.done; proposal = proposals.next(undefined)) yield proposal.value;
  }
  for (const position of present.script.keys()) yield { ...present, script: present.script.toSpliced(position, 1) };
}

export function assertMinimal<Parameters, Message>(subject: Subject<Parameters, Message>, property: string, { parameters, seed, schedule, failure }: SmallerRun<Parameters>): void {
  const present: RunCase<Parameters> = { parameters, seed, script: schedule as Script, until: failure.at };
  for (const candidate of simplifications(subject, present, failure)) {
    assert.equal(end(judgeRun(subject, candidate, property)), undefined, `this is simpler than ${JSON.stringify(present)}: ${JSON.stringify(candidate)}`);
  }
}
