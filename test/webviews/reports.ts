/** What a panel is told of a scenario with a sweep. */
import type { ScenarioReport } from '../../src/contract/scenario.ts';
import { sceneOf } from '../../src/scenario/compile/compile.ts';
import { pointsOf } from '../../src/scenario/sweep.ts';
import { findingsOf, plotsOf, sweepResult } from '../../src/vscode/scenario/report.ts';

const scene = sceneOf(`scenario "How long an election takes" system raft seeds 1..2
  sweep election-timeout-max 150ms, 200ms, 300ms
  plot "First leader": time of first leader
  plot "Messages & more": sent messages
  finally "Somebody leads.": some server is leader
  finally "One does.": some server is leader`);

/** Two runs at each point, of which the second fails at the first point. */
const tallies = pointsOf(scene).map(({ name: point }, place) => {
  const trial = { seed: 1, failures: [], doubts: [], values: [180_000 + 20_000 * place, 40 * place] };
  const other = { ...trial, seed: 2, values: [240_000, 100] };
  const failures = [{ step: 1, time: 0, kind: 'claim' as const, what: 'One does.', why: 'Two do.', claim: 1 }];
  return { point, tally: { done: 2, failed: place === 0 ? [{ ...other, failures }] : [], noted: place === 0 ? [trial] : [trial, other] } };
});

export const sweepReport: ScenarioReport = { ...findingsOf(scene, tallies), plots: plotsOf(sweepResult(scene, tallies)!) };
