/** Hands a report to whoever asked for it. */
import { svgOf } from '../../scenario/plot/svg.ts';
import { jsonOf } from './json.ts';
import { junitOf } from './junit.ts';
import { UsageError, type Outputs } from './options.ts';
import { hasFailed, resultsOf, type Report } from './outcome.ts';
import { reportOf } from './report.ts';
import type { Surroundings } from './surroundings.ts';

const ALL_GO = 0;
const SOME_FAIL = 1;

/** @throws UsageError where a picture is asked for and there is nothing to draw */
export function checkPlot({ plot }: Pick<Outputs, 'plot'>, sweeps: Report['sweeps']): void {
  if (plot !== undefined && sweeps.length === 0) throw new UsageError('There is nothing to plot: a scenario says by "sweep" what it varies, and by "plot" what it measures.');
}

/** @returns the exit code */
export function writeReports(report: Report, { json, junit, plot }: Outputs, { writeFile, print }: Surroundings): number {
  if (json !== undefined) writeFile(json, jsonOf(report));
  if (junit !== undefined) writeFile(junit, junitOf(report));
  if (plot !== undefined) writeFile(plot, svgOf(resultsOf(report), { standalone: true }));
  print(reportOf(report));
  return hasFailed(report) ? SOME_FAIL : ALL_GO;
}
