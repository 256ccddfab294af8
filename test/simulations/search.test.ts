import assert from 'node:assert/strict';
import type { SearchOrder } from '../../src/contract/search.ts';
import type { Values } from '../../src/simulations/definition.ts';
import { raftSimulation } from '../../src/simulations/raft/definition.ts';
import { replayRun, restoreSession } from '../../src/simulations/session.ts';
import { foundIn, searchIn } from './searches.ts';

/** Positions of Raft's choices of a rule to leave out. */
const FORGETS_VOTE = 2;
const VOTES_FOR_ALL = 3;
const KEEPS_CONFLICTS = 4;
/** Two servers of which one votes twice: some thousand worlds. */
const VOTES_TWICE = { servers: 3, commands: 0, maximalTerm: 1, maximalLength: 1, crashes: 1 };
const SMALLEST = { servers: 2, commands: 1, maximalTerm: 1, maximalLength: 2, crashes: 0 };

const search = (changes: Values, order: Partial<SearchOrder>) => searchIn(raftSimulation, changes, order);
const foundBy = (changes: Values, order: Partial<SearchOrder>) => foundIn(raftSimulation, changes, order);

describe('a search through the worlds of a simulation', () => {
  for (const [flaw, crashes, property] of [
    [FORGETS_VOTE, 1, 'election-safety'],
    [VOTES_FOR_ALL, 0, 'leader-completeness'],
    [KEEPS_CONFLICTS, 0, 'log-matching'],
  ] as const) {
    it(`finds by walks what a rule of Raft is for: ${property}`, async () => {
      const { found, saved } = foundBy({ flaw }, { bounds: { commands: flaw === FORGETS_VOTE ? 0 : 2, crashes, maximalTerm: flaw === FORGETS_VOTE ? 1 : 3 } });
      assert.equal(found.property, property);
      assert.equal(found.brevity, 'minimal');
      assert.ok(found.length <= found.metAfter);
      const view = await restoreSession(saved).snapshot();
      assert.equal(view.properties.find(({ id }) => id === property)?.violation?.step, view.cursor.step);
    });
  }

  it('finds what each rule is for as the panel says, where it says that a search breadth first does', () => {
    const found = (flaw: number, bounds: Values) => foundBy({ flaw }, { method: 'breadth-first', bounds }).found;
    assert.equal(found(FORGETS_VOTE, { maximalTerm: 1, commands: 0, crashes: 1 }).length, 8);
    assert.equal(found(VOTES_FOR_ALL, { maximalTerm: 2, commands: 1, crashes: 0 }).length, 9);
    assert.equal(found(KEEPS_CONFLICTS, { maximalTerm: 2, maximalLength: 2, commands: 1, crashes: 0 }).length, 10);
  });

  it('finds a shortest way breadth first, which no walk beats', () => {
    const shortest = foundBy({ flaw: FORGETS_VOTE }, { method: 'breadth-first', bounds: VOTES_TWICE });
    const walked = foundBy({ flaw: FORGETS_VOTE }, { bounds: VOTES_TWICE });
    assert.equal(shortest.found.brevity, 'shortest');
    assert.ok(walked.found.length >= shortest.found.length);
    assert.equal(shortest.report.headline, `“Election Safety” is violated after ${shortest.found.length} steps.`);
  });

  it('finds the same again', () => {
    assert.deepEqual(foundBy({ flaw: VOTES_FOR_ALL }, { bounds: { maximalTerm: 3 } }), foundBy({ flaw: VOTES_FOR_ALL }, { bounds: { maximalTerm: 3 } }));
  });

  it('says that it has seen everything, and what bounds leave open', () => {
    const { end, report } = search({}, { method: 'breadth-first', bounds: SMALLEST });
    assert.equal(end.kind, 'exhausted');
    assert.equal(report.outcome, 'clear');
    assert.match(report.details.join(' '), /^Every world that can be reached was looked at: [\d,]+, at most \d+ steps from the first\. Larger bounds may hold something else\.$/);
  });

  it('says what it has covered when it is cut short', () => {
    const { end, report, counts } = search({}, { method: 'breadth-first', worlds: 500 });
    assert.deepEqual(end, { kind: 'cut short', by: 'worlds' });
    assert.equal(report.outcome, 'undecided');
    assert.ok(counts.worlds >= 500 && counts.frontier > 0);
    assert.ok(report.details[0]?.startsWith(`Every world fewer than ${counts.depth} steps from the first was looked at`), report.details[0]);
  });

  it('claims nothing for walks that met nothing', () => {
    const { report } = search({}, { worlds: 2_000 });
    assert.equal(report.outcome, 'undecided');
    assert.match(report.details.join(' '), /^2,000 steps were taken in \d+ walks of up to 80 steps\. Walks prove nothing/);
  });

  it('refuses bounds that are out of range or unknown', () => {
    assert.throws(() => search({}, { bounds: { servers: 9 } }), { name: 'RangeError', message: 'Servers is between 2 and 5, not 9.' });
    assert.throws(() => search({}, { bounds: { server: 3 } }), /There is no parameter "server"; this simulation has servers, commands/);
  });
});

describe('a run that a search has found', () => {
  const { saved } = foundBy({ flaw: FORGETS_VOTE }, { method: 'breadth-first', bounds: VOTES_TWICE });

  it('is a session of the small system', async () => {
    const session = restoreSession(saved);
    const view = await session.snapshot();
    assert.deepEqual(view.nodes.map(({ name }) => name), ['n1', 'n2', 'n3']);
    assert.equal(view.bounds.find(({ name }) => name === 'commands')?.value, 0);
    assert.deepEqual(await restoreSession(session.save()).snapshot(), view);
  });

  it('can be gone on from, and branches like any other', async () => {
    const session = restoreSession(saved);
    const { cursor } = await session.snapshot();
    await session.seek({ step: cursor.step - 1 });
    const view = await session.act({ kind: 'crash', node: 0 });
    assert.equal(view.branches.length, 2);
  });

  it('is stored and run again as it was', async () => {
    const { text } = await restoreSession(saved).exportRun({ format: 'run', from: 1, to: 1 });
    const { session, deviation } = await replayRun(JSON.parse(text));
    assert.equal(deviation, null);
    assert.deepEqual(await session.snapshot(), await restoreSession(saved).snapshot());
  });
});
