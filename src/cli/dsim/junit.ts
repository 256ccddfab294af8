/** What came of scenarios, as the XML of JUnit that the services of continuous integration show. */
import { countOf, seedsIn } from '../../scenario/batch.ts';
import { escapeXml } from '../../scenario/xml.ts';
import { describeFailure, type Outcome, type Report } from './outcome.ts';

/** One suite for each scenario, one case for each of its seeds. */
export function junitOf({ outcomes }: Report): string {
  const tests = outcomes.reduce((sum, { share }) => sum + countOf(share), 0);
  const failures = outcomes.reduce((sum, { failed }) => sum + failed.length, 0);
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="dsim" tests="${tests}" failures="${failures}">`, ...outcomes.flatMap(suiteOf), '</testsuites>', ''].join('\n');
}

function suiteOf({ file, title, point, share, failed }: Outcome): readonly string[] {
  const name = point === '' ? title : `${title} (${point})`;
  const reasons = new Map(failed.map(({ seed, failures }) => [seed, failures.map(describeFailure)]));
  const cases = seedsIn(share).map((seed) => caseOf(name, seed, reasons.get(seed)));
  return [`  <testsuite name="${escapeXml(name)}" file="${escapeXml(file)}" tests="${cases.length}" failures="${failed.length}">`, ...cases, '  </testsuite>'];
}

function caseOf(title: string, seed: number, reasons: readonly string[] | undefined): string {
  const head = `    <testcase classname="${escapeXml(title)}" name="seed ${seed}"`;
  return reasons ? `${head}><failure message="${escapeXml(reasons[0]!)}">${escapeXml(reasons.join('\n'))}</failure></testcase>` : `${head}/>`;
}
