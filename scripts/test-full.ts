/**
 * Runs all suites of `npm test`, the host tests on the oldest VS Code too, and the long campaigns of test/full; writes
 * docs/test-full-report.md, and docs/mutants.md where planted bugs were hunted. Takes as long as the campaigns do.
 *
 *   node scripts/test-full.ts [SUITE …]     only these, such as `campaigns` or `"host, oldest"`; the report has no others
 *   node scripts/test-full.ts mutants       the one campaign of planted bugs, some minutes; writes docs/mutants.md alone
 */
import { execFileSync } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { campaignSeed, readCampaigns, readMutants, type CampaignRecord } from '../test/harness/campaign.ts';
import { cacheFolder, inProject, root } from './lib/project.ts';
import { mutantsDocument } from './test/mutants-document.ts';
import { runSuites, type SuiteOutcome } from './test/run-suites.ts';
import { defaultSuites, suites } from './test/suites.ts';
import { oldestServer } from './vscode-server/install.ts';

const recordsFile = path.join(cacheFolder, 'campaigns.jsonl');
const mutantRecordsFile = path.join(cacheFolder, 'mutants.jsonl');
const reportFile = inProject('docs/test-full-report.md');
const mutantsFile = inProject('docs/mutants.md');

function git(...args: readonly string[]): string {
  return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}

/** What a reader needs to run it again. */
function circumstances(): readonly string[] {
  const changed = git('status', '--porcelain') === '' ? '' : ', with changes that were not committed';
  return [
    `- Commit: ${git('rev-parse', 'HEAD')}${changed}`,
    `- Date: ${new Date().toISOString().slice(0, 10)}`,
    `- Machine: Node ${process.version}, ${process.platform} ${process.arch}`,
    `- Seed of the campaigns: ${campaignSeed} (\`DSM_CAMPAIGN_SEED\` repeats it)`,
  ];
}

function report(outcomes: readonly SuiteOutcome[], campaigns: readonly CampaignRecord[]): string {
  const row = (...cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [
    '# Report of the full test run',
    '',
    'Written by `npm run test:full`; run it again rather than edit this.',
    '',
    ...circumstances(),
    '',
    '## Suites',
    '',
    row('suite', 'passed', 'failed', 'seconds'),
    row('---', '---:', '---:', '---:'),
    ...outcomes.map(({ name, passed, failed, seconds }) => row(name, passed, failed, seconds.toFixed(0))),
    '',
    '## Campaigns',
    '',
    row('campaign', 'tried', 'seeds', 'failures', 'remarks'),
    row('---', '---:', '---', '---:', '---'),
    ...campaigns.map(({ campaign, count, unit, seeds: [first, last], failures, remarks }) =>
      row(campaign, `${count.toLocaleString('en')} ${unit}`, first === last ? first : `${first} – ${last}`, failures, remarks ?? ''),
    ),
    '',
  ].join('\n');
}

await mkdir(cacheFolder, { recursive: true });
for (const file of [recordsFile, mutantRecordsFile]) await rm(file, { force: true });
process.env['DSM_CAMPAIGN_RECORDS'] = recordsFile;
process.env['DSM_MUTANT_RECORDS'] = mutantRecordsFile;
const everything = [
  ...defaultSuites.map((name) => ({ name, run: () => suites[name]({}) })),
  { name: 'host, oldest', run: () => suites.host({ vscode: oldestServer }) },
  { name: 'campaigns', run: () => suites.campaigns({}) },
];
const all = [...everything, { name: 'mutants', run: () => suites.mutants({}) }];
const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !all.some((suite) => suite.name === name));
if (unknown !== undefined) throw new Error(`There is no suite "${unknown}"; the suites are ${all.map(({ name }) => name).join('; ')}.`);
const { outcomes, total } = await runSuites(wanted.length === 0 ? everything : all.filter(({ name }) => wanted.includes(name)));
await mkdir(path.dirname(reportFile), { recursive: true });
const mutants = readMutants(mutantRecordsFile);
if (mutants.length > 0) await writeFile(mutantsFile, mutantsDocument(circumstances(), mutants));
if (wanted.join() !== 'mutants') await writeFile(reportFile, report(outcomes, readCampaigns(recordsFile)));
process.exit(total.failed === 0 ? 0 : 1);
