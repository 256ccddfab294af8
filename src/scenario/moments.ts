/** What a scenario says and asks, what did not go as it says, and where in its run: as a panel leads a learner through it. */
import type { Moment, SceneView, Told } from '../contract/simulation.ts';
import type { Remark, SceneFailure, SceneRun } from '../engine/scene/scene-run.ts';
import type { Scene } from '../engine/scene/scene.ts';

/** @param run of the scene, carried out to its end */
export function sceneView({ goal, claims }: Scene, { remarks, failures, doubts, run: { trace } }: SceneRun<unknown>): SceneView {
  const moments: Moment[] = [];
  for (const each of [...remarks, ...failures].sort((one, other) => one.step - other.step || one.time - other.time)) {
    const { step, time } = each;
    const last = moments.at(-1);
    if (last?.step === step && last.time === time) last.told.push(tell(each));
    // Something may be told between two steps.
    else moments.push({ step, time, target: trace.timeOf(step) === time ? { step } : { time }, told: [tell(each)] });
  }
  const broken = new Set(failures.flatMap(({ claim }) => claim ?? []));
  const undecided = new Set(doubts.map(({ claim }) => claim));
  return { goal, moments, claims: claims.map(({ text }, position) => ({ text, held: undecided.has(position) ? null : !broken.has(position) })) };
}

function tell(each: Remark | SceneFailure): Told {
  switch (each.kind) {
    case 'say':
      return { kind: 'say', text: each.text };
    case 'ask': {
      const { question, answers, explanation } = each;
      return { kind: 'ask', question, answers: answers.map(({ text, isRight }) => ({ text, isRight })), explanation };
    }
    default:
      return { kind: 'failure', what: each.what, why: each.why };
  }
}
