/** Every planted bug of every protocol, hunted on all ways. What it takes becomes docs/mutants.md. */
import assert from 'node:assert/strict';
import type { Catch, Way } from '../engine/protocols/hunts.ts';
import { campaignSeed, recordCampaign, recordMutant, type MutantHunt } from '../harness/campaign.ts';
import { protocols, type Mutant } from './protocols.ts';

interface Patience {
  readonly campaigns: number;
  readonly seeds: number;
  readonly choices: number;
}

const PATIENCE: Patience = { campaigns: 5, seeds: 1_000, choices: 200_000 };
/** A bug that a way seldom finds is looked for longer, and less often; that it may be missed is what is known of it. */
const SELDOM: Patience = { campaigns: 3, seeds: 3_000, choices: 700_000 };
const STATES = 300_000;

for (const protocol of protocols) {
  describe(`${protocol.name}: planted bugs`, function () {
    this.timeout(1_800_000);
    let missed = 0;

    for (const mutant of protocol.mutants) {
      it(`finds: ${mutant.name}`, () => {
        const { name, breaks, bySeeds, byWalk, breadthFirst } = mutant;
        const caught = {
          seeds: repeated(patienceFor(mutant, 'seeds'), (campaign, { seeds }) => bySeeds(campaignSeed + campaign * seeds, seeds)),
          walk: byWalk && repeated(patienceFor(mutant, 'walk'), (campaign, { choices }) => byWalk(campaignSeed + campaign, choices)),
          breadthFirst: breadthFirst && [breadthFirst(STATES)],
        };
        const found = [...caught.seeds, ...(caught.walk ?? []), ...(caught.breadthFirst ?? [])].flatMap((each) => each ?? []);
        recordMutant({
          protocol: protocol.name,
          mutant: name,
          breaks: [...new Set(found.map(({ property }) => property))],
          seeds: huntOf(caught.seeds, patienceFor(mutant, 'seeds').seeds),
          walk: caught.walk && huntOf(caught.walk, patienceFor(mutant, 'walk').choices),
          breadthFirst: caught.breadthFirst && huntOf(caught.breadthFirst, STATES),
        });
        if (found.length === 0) missed++;
        for (const { property } of found) assert.ok(breaks.includes(property), property);
        assert.ok(found.length > 0, 'no way finds it');
        for (const [way, catches] of [['seeds', caught.seeds], ['walk', caught.walk]] as const) {
          assert.ok(mutant.seldomBy.includes(way) || !catches || catches.some((each) => each), `${way} never find it`);
        }
      });
    }

    after(() => recordCampaign({ campaign: `${protocol.name}: planted bugs, as in docs/mutants.md`, count: protocol.mutants.length, unit: 'planted bugs', seeds: [campaignSeed, campaignSeed + PATIENCE.campaigns * PATIENCE.seeds - 1], failures: missed }));
  });
}

function patienceFor({ seldomBy }: Mutant, way: Way): Patience {
  return seldomBy.includes(way) ? SELDOM : PATIENCE;
}

/** Campaigns of their own seeds, one after the other. */
function repeated(patience: Patience, hunt: (campaign: number, patience: Patience) => Catch | undefined): readonly (Catch | undefined)[] {
  return Array.from({ length: patience.campaigns }, (_, campaign) => hunt(campaign, patience));
}

function huntOf(catches: readonly (Catch | undefined)[], patience: number): MutantHunt {
  const found = catches.flatMap((caught) => caught ?? []);
  const ascending = (values: readonly number[]) => [...values].sort((one, other) => one - other);
  return { efforts: ascending(found.map(({ effort }) => effort)), campaigns: catches.length, patience, lengths: ascending(found.flatMap(({ length }) => length ?? [])) };
}
