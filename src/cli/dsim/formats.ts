/** Outcomes for programs to read: JSON, and the XML of JUnit that the services of continuous integration show. */
import { countOf, describeFailure, type Outcome } from './outcome.ts';

const REPORT_VERSION = 1;

export function jsonOf(outcomes: readonly Outcome[]): string {
  return `${JSON.stringify({ version: REPORT_VERSION, scenarios: outcomes.map((outcome) => ({ ...outcome, passed: countOf(outcome.seeds) - outcome.failed.length })) }, null, 2)}\n`;
}

/** One suite for each scenario, one case for each of its seeds. */
export function junitOf(outcomes: readonly Outcome[]): string {
  const tests = outcomes.reduce((sum, { seeds }) => sum + countOf(seeds), 0);
  const failures = outcomes.reduce((sum, { failed }) => sum + failed.length, 0);
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="dsim" tests="${tests}" failures="${failures}">`, ...outcomes.flatMap(suiteOf), '</testsuites>', ''].join('\n');
}

function suiteOf({ file, title, seeds, failed }: Outcome): readonly string[] {
  const reasons = new Map(failed.map(({ seed, failures }) => [seed, failures.map(describeFailure)]));
  const cases = Array.from({ length: countOf(seeds) }, (_, position) => caseOf(title, seeds.first + position, reasons.get(seeds.first + position)));
  return [`  <testsuite name="${escaped(title)}" file="${escaped(file)}" tests="${cases.length}" failures="${failed.length}">`, ...cases, '  </testsuite>'];
}

function caseOf(title: string, seed: number, reasons: readonly string[] | undefined): string {
  const head = `    <testcase classname="${escaped(title)}" name="seed ${seed}"`;
  return reasons ? `${head}><failure message="${escaped(reasons[0]!)}">${escaped(reasons.join('\n'))}</failure></testcase>` : `${head}/>`;
}

/** Characters that XML can't hold are replaced. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
