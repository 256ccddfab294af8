import assert from 'node:assert/strict';
import type { EventSought } from '../../src/contract/simulation.ts';
import { EVENT_KINDS } from '../../src/engine/sim/trace.ts';
import { createSession, type Session } from '../../src/simulations/session.ts';

const ANYTHING: EventSought = { kind: null, note: null, node: null, from: null, direction: 'on' };

async function found(session: Session, sought: Partial<EventSought>): Promise<number> {
  const result = await session.findEvent({ ...ANYTHING, ...sought });
  assert.ok('event' in result, JSON.stringify(result));
  return result.event;
}

describe('finding events', () => {
  it('offers every kind of events once, and the notes of the protocol', async () => {
    const { eventChoices } = await createSession('raft').snapshot();
    const kinds = eventChoices.flatMap(({ kind }) => kind ?? []).filter((kind) => kind !== 'note');
    assert.deepEqual(kinds.sort(), EVENT_KINDS.filter((kind) => kind !== 'note').sort());
    assert.ok(eventChoices.some(({ note }) => note === 'leader'), 'a note of Raft');
    assert.equal(new Set(eventChoices.map(({ label }) => label)).size, eventChoices.length, 'no two are called the same');
  });

  it('goes through exactly the events that fit, on and back', async () => {
    const session = createSession('raft', { thinkTime: 50_000 });
    await session.seek({ step: 120 });
    const events = await session.events(0, 5_000);
    for (const [kind, note, node] of [[null, null, null], ['deliver', null, null], ['deliver', null, 2], ['timer', null, null], ['sync', null, null], [null, null, 3]] as const) {
      const fitting = events.filter((event) => (kind === null || event.kind === kind) && (node === null || event.node === node)).map(({ id }) => id);
      assert.ok(fitting.length > 0);
      const on: number[] = [];
      for (let from: number | null = null; on.length < fitting.length; from = on.at(-1) ?? null) on.push(await found(session, { kind, note, node, from }));
      assert.deepEqual(on, fitting);
      const back: number[] = [];
      for (let from = events.length; back.length < fitting.length; from = back.at(-1) ?? 0) back.push(await found(session, { kind, note, node, from, direction: 'back' }));
      assert.deepEqual(back.reverse(), fitting);
    }
  });

  it('looks beyond what was run, and shows nothing of that before its time', async () => {
    const session = createSession('raft');
    const before = await session.seek({ step: 2 });
    const event = await found(session, { kind: 'note', note: 'leader', from: 1 });
    assert.deepEqual(await session.snapshot(), before);
    const result = await session.findEvent({ ...ANYTHING, kind: 'note', note: 'leader' });
    assert.ok('step' in result);
    const view = await session.seek({ step: result.step });
    const shown = view.now.find(({ id }) => id === event);
    assert.match(shown?.title ?? '', /leader/);
    assert.equal(shown?.kind, 'note');
  });

  it('says how far it looked where there is none, in slices', async () => {
    let breaths = 0;
    const session = createSession('raft', {}, async () => void breaths++);
    const on = await session.findEvent({ ...ANYTHING, kind: 'crash' });
    assert.match('none' in on ? on.none : '', /^from here to the end of the run, which is (59|60)\.\d{3} s into it$/);
    assert.ok(breaths > 0);
    assert.deepEqual(await session.findEvent({ ...ANYTHING, direction: 'back' }), { none: 'from here back to the start' });
    assert.equal((await session.snapshot()).head.step, 0);
  });

  it('is refused for what there is not', async () => {
    const session = createSession('raft');
    await assert.rejects(session.findEvent({ ...ANYTHING, kind: 'toString' }), /There are no events of a kind "toString"/);
    await assert.rejects(session.findEvent({ ...ANYTHING, node: 99 }), /There is no node 99; there are 6/);
  });
});
