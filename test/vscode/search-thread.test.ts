import assert from 'node:assert/strict';
import type { SearchOrder, SearchProgress } from '../../src/contract/search.ts';
import { startSearch } from '../../src/vscode/search/search-thread.ts';

const WORKER = new URL('../../src/vscode/search/worker.ts', import.meta.url);
const ORDER: SearchOrder = { method: 'walk', bounds: { commands: 0, maximalTerm: 1 }, worlds: 300_000, seconds: 60, megabytes: 200, seed: 1 };
/** No search comes to its end in this. */
const ENDLESS: SearchOrder = { ...ORDER, method: 'breadth-first', bounds: { servers: 5, commands: 3, maximalTerm: 6 }, worlds: 100_000_000, seconds: 3_600 };
const FORGETS_VOTE = { flaw: 2 };

const nobody = (): void => undefined;

describe('a search on a thread of its own', function () {
  this.timeout(30_000);

  it('ends with a report and the run that it has found', async () => {
    const ended = await startSearch(WORKER, { type: 'raft', values: FORGETS_VOTE, order: ORDER }, nobody).ended;
    assert.equal(ended?.report.outcome, 'violated');
    assert.equal(ended.found?.type, 'raft');
    assert.ok(ended.progress.worlds > 0 && ended.progress.seconds > 0);
  });

  it('tells how far it is, and stops when it is told to', async () => {
    const told: SearchProgress[] = [];
    const thread = await new Promise<ReturnType<typeof startSearch>>((resolve) => {
      const started = startSearch(WORKER, { type: 'raft', values: {}, order: ENDLESS }, (progress) => {
        told.push(progress);
        if (told.length === 2) resolve(started);
      });
    });
    thread.stop();
    assert.equal(await thread.ended, undefined);
    assert.ok(told[1]!.worlds > told[0]!.worlds && told[1]!.seconds > told[0]!.seconds);
  });

  it('stops when its time is up', async () => {
    const ended = await startSearch(WORKER, { type: 'raft', values: {}, order: { ...ENDLESS, seconds: 1 } }, nobody).ended;
    assert.match(ended?.report.headline ?? '', /^The time was up/);
    assert.equal(ended?.found, null);
  });

  it('says why it can not be begun', async () => {
    const refused = startSearch(WORKER, { type: 'raft', values: {}, order: { ...ORDER, bounds: { servers: 0 } } }, nobody).ended;
    await assert.rejects(refused, { message: 'Servers is between 2 and 5, not 0.' });
  });
});
