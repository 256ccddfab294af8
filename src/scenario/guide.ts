/** What a scenario says to the reader, and what did not go as it says, as steps of a panel's guide. */
import type { GuideStep } from '../contract/simulation.ts';
import type { Remark, SceneFailure, SceneRun } from '../engine/scene/scene-run.ts';
import { formatTime } from '../simulations/format.ts';

export function guideOf({ remarks, failures }: SceneRun<unknown>): GuideStep[] {
  const ending = failures.length === 0 ? [{ title: 'All went as the scenario says', instruction: 'Every claim held, and no property of the system was violated.' }] : failures.map(describeFailure);
  return [...remarks.map(describeRemark), ...ending];
}

function describeRemark(remark: Remark): GuideStep {
  const title = `At ${formatTime(remark.time)}`;
  if (remark.kind === 'say') return { title, instruction: remark.text };
  const answers = remark.answers.map(({ text, isRight }) => `${isRight ? '✓' : '✗'} ${text}`).join(' ');
  return { title, instruction: `${remark.question} ${answers} ${remark.explanation}` };
}

function describeFailure({ time, what, why }: SceneFailure): GuideStep {
  return { title: `Not as the scenario says, at ${formatTime(time)}`, instruction: what === '' ? why : `${what}: ${why}` };
}
