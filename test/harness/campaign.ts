/**
 * Long campaigns (test/full) tell here what they did; `npm run test:full` makes a report of it. Seeds that a campaign
 * draws come from `campaignSeed`, which the report names, so that every campaign can be run again as it was.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';

export interface CampaignRecord {
  /** What was tried, in words. */
  readonly campaign: string;
  /** How many runs, histories, inputs or whatever `unit` says. */
  readonly count: number;
  readonly unit: string;
  /** The first seed and, where seeds are consecutive, the last. */
  readonly seeds: readonly [first: number, last: number];
  /** How many of them broke what was to hold. */
  readonly failures: number;
  /** Whatever else a reader should know, such as how many planted bugs were caught. */
  readonly remarks?: string;
}

/** The same for the whole run; `DSM_CAMPAIGN_SEED` repeats an earlier one. */
export const campaignSeed = Number(process.env['DSM_CAMPAIGN_SEED'] ?? 1);

/** How a planted bug was found on one way. */
export interface MutantHunt {
  /** Seeds, choices or worlds that each campaign took, ascending; those that did not find it are left out. */
  readonly efforts: readonly number[];
  readonly campaigns: number;
  /** What a campaign might have taken. */
  readonly patience: number;
  /** Steps of what was found, made short, in each campaign; ascending, and empty for faulted runs. */
  readonly lengths: readonly number[];
}

export interface MutantRecord {
  readonly protocol: string;
  /** What is broken. */
  readonly mutant: string;
  /** The properties that were found to be broken. */
  readonly breaks: readonly string[];
  readonly seeds: MutantHunt;
  /** Undefined where a search does not see it. */
  readonly walk?: MutantHunt | undefined;
  readonly breadthFirst?: MutantHunt | undefined;
}

/** Adds a record to the report; outside `npm run test:full` it is printed. */
export function recordCampaign(record: CampaignRecord): void {
  append('DSM_CAMPAIGN_RECORDS', record);
}

/** Adds a planted bug to the document of all of them; outside `npm run test:full` it is printed. */
export function recordMutant(record: MutantRecord): void {
  append('DSM_MUTANT_RECORDS', record);
}

export function readCampaigns(file: string): readonly CampaignRecord[] {
  return readRecords(file) as readonly CampaignRecord[];
}

export function readMutants(file: string): readonly MutantRecord[] {
  return readRecords(file) as readonly MutantRecord[];
}

function append(variable: string, record: CampaignRecord | MutantRecord): void {
  const file = process.env[variable];
  if (file === undefined) console.log(record);
  else appendFileSync(file, `${JSON.stringify(record)}\n`);
}

/** Empty where no campaign has left any. */
function readRecords(file: string): readonly unknown[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);
}
