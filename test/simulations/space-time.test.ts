import assert from 'node:assert/strict';
import * as v from 'valibot';
import { SpaceTimePage } from '../../src/contract/space-time.ts';
import type { Run } from '../../src/engine/sim/run.ts';
import type { Envelope } from '../../src/engine/sim/trace.ts';
import { namesOf } from '../../src/simulations/view.ts';
import { spaceTimePage } from '../../src/simulations/space-time.ts';
import { faultyRun, type FaultyRun } from './faulty-run.ts';

/** All of a run, in pages of some size. */
function pagesOf({ definition, system, run }: FaultyRun, size: number): SpaceTimePage[] {
  const pages: SpaceTimePage[] = [];
  for (let from = 0; from < run.trace.length; from += size) pages.push(v.parse(SpaceTimePage, { branch: 0, ...spaceTimePage(definition, system, run, from, size) }));
  return pages;
}

describe('the pages of a space-time diagram', () => {
  const faulty = faultyRun('raft', 3, 3_000);
  const { definition, system, run } = faulty;
  const nameOf = namesOf(system);

  it('hold every event as it is in the trace', () => {
    for (const page of pagesOf(faulty, 700)) {
      const ways = [...page.ways];
      page.times.forEach((time, offset) => {
        const id = page.from + offset;
        const event = run.trace.at(id);
        assert.equal(page.origin + time, event.time);
        assert.equal(page.kinds[page.kindOf[offset]!], event.kind);
        assert.equal(page.nodes[offset], event.node ?? -1);
        assert.equal(page.causes[offset] === 0 ? null : id - page.causes[offset]!, event.cause);
        if (event.kind !== 'send' && event.kind !== 'duplicate') return;
        const { to, arrivesAt, message } = event.payload as Envelope;
        assert.deepEqual(ways.splice(0, 2), [to, arrivesAt - event.time]);
        assert.equal(page.labels[page.labelOf[offset]! - 1], definition.describeMessage(message, nameOf).type);
      });
      assert.deepEqual(ways, []);
    }
  });

  it('say every role of every node, wherever pages begin', () => {
    for (const size of [1, 7, 700]) {
      const changes = pagesOf(faulty, size).flatMap(({ roles }) => roles);
      const roles = system.nodes.map(() => '');
      for (let step = 1; step <= run.steps; step++) {
        const first = run.trace.firstEvent(step);
        while (changes[0] !== undefined && changes[0].event <= first) {
          const { node, role } = changes.shift()!;
          roles[node] = role;
        }
        assert.deepEqual(roles, rolesAt(run, step), `after step ${step}, with pages of ${size}`);
      }
    }

    function rolesAt(of: Run<unknown>, step: number): string[] {
      return of.at(step).nodes.map((node) => (node.life === undefined ? '' : definition.describeNode(node, nameOf).role));
    }
  });

  it('say which links are cut', () => {
    const changes = pagesOf(faulty, 50).flatMap(({ cuts }) => cuts);
    assert.ok(changes.length > 3);
    for (const { event, links } of changes) assert.deepEqual(links, run.at(run.trace.stepOf(event)).network.cuts());
  });

  it('end where the run does, and are empty after it', () => {
    const last = spaceTimePage(definition, system, run, run.trace.length - 2, 100);
    assert.equal(last.times.length, 2);
    assert.deepEqual(spaceTimePage(definition, system, run, run.trace.length + 5, 100).times, []);
  });

  it('are small: a hundred thousand events would be a few megabytes', () => {
    const bytes = pagesOf(faulty, 2_000).reduce((sum, page) => sum + JSON.stringify(page).length, 0);
    assert.ok((bytes / run.trace.length) * 100_000 < 4_000_000, `${bytes} bytes for ${run.trace.length} events`);
  });
});
