/** Hands a report to whoever asked for it. */
import { jsonOf } from './json.ts';
import { junitOf } from './junit.ts';
import { hasFailed, type Report } from './outcome.ts';
import { reportOf } from './report.ts';
import type { Surroundings } from './surroundings.ts';

const ALL_GO = 0;
const SOME_FAIL = 1;

/** @returns the exit code */
export function writeReports(report: Report, { json, junit }: { readonly json: string | undefined; readonly junit: string | undefined }, { writeFile, print }: Surroundings): number {
  if (json !== undefined) writeFile(json, jsonOf(report));
  if (junit !== undefined) writeFile(junit, junitOf(report));
  print(reportOf(report));
  return hasFailed(report) ? SOME_FAIL : ALL_GO;
}
