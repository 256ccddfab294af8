/**
 * Long campaigns (test/full) tell here what they did; `npm run test:full` makes a report of it. Seeds that a campaign
 * draws come from `campaignSeed`, which the report names, so that every campaign can be run again as it was.
 */
import { appendFileSync, readFileSync } from 'node:fs';

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

/** Adds a record to the report; outside `npm run test:full` it is printed. */
export function recordCampaign(record: CampaignRecord): void {
  const file = process.env['DSM_CAMPAIGN_RECORDS'];
  if (file === undefined) console.log(record);
  else appendFileSync(file, `${JSON.stringify(record)}\n`);
}

export function readCampaigns(file: string): readonly CampaignRecord[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as CampaignRecord);
}
