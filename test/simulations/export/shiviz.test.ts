import assert from 'node:assert/strict';
import { eventsIn, type Excerpt } from '../../../src/simulations/export/excerpt.ts';
import { toShiViz } from '../../../src/simulations/export/shiviz.ts';
import { excerptOf, renamed } from './excerpts.ts';

interface LogEvent {
  readonly host: string;
  readonly clock: Readonly<Record<string, number>>;
  readonly event: string;
}

/** Reads a log as ShiViz does, and refuses what ShiViz refuses. */
function parseShiViz(text: string): LogEvent[] {
  const [expression = '', delimiter, ...rest] = text.split('\n');
  assert.equal(delimiter, '', 'the second line is the delimiter of executions');
  const parser = new RegExp(expression, 'gm');
  const log = rest.join('\n').trim();
  const events = [...log.matchAll(parser)].map(({ groups = {} }) => ({ host: groups['host'] ?? '', clock: JSON.parse(groups['clock'] ?? '') as Record<string, number>, event: groups['event'] ?? '' }));
  assert.equal(log.replace(parser, '').trim(), '', 'every line belongs to an event');
  const counts = new Map<string, number>();
  for (const { host } of events) counts.set(host, (counts.get(host) ?? 0) + 1);
  const seen = new Map<string, number>();
  for (const { host, clock, event } of events) {
    const own = (seen.get(host) ?? 0) + 1;
    assert.equal(clock[host], own, `${host} counts its own events one by one: ${event}`);
    seen.set(host, own);
    for (const [other, count] of Object.entries(clock)) {
      assert.ok(Number.isInteger(count) && count >= 1 && count <= (counts.get(other) ?? 0), `${event} knows ${count} events of ${other}, which has ${counts.get(other) ?? 0}`);
    }
  }
  return events;
}

function dominates(one: LogEvent, other: LogEvent): boolean {
  return Object.entries(other.clock).every(([host, count]) => (one.clock[host] ?? 0) >= count);
}

/** Every receipt knows all that was known when its message was sent. */
function checkReceipts(excerpt: Excerpt, log: readonly LogEvent[]): number {
  const [first, end] = eventsIn(excerpt);
  let receipts = 0;
  for (let id = first; id < end; id++) {
    const { kind, cause } = excerpt.trace.at(id);
    if (kind !== 'deliver' || cause === null) continue;
    const sending = excerpt.trace.at(cause);
    const sent = sending.kind === 'duplicate' ? (sending.cause ?? -1) : cause;
    if (sent < first) continue;
    const [receipt, send] = [log[id - first], log[sent - first]];
    assert.ok(receipt && send && dominates(receipt, send));
    assert.ok(!dominates(send, receipt));
    receipts++;
  }
  return receipts;
}

describe('a log for ShiViz', () => {
  it('has lawful vector clocks, in whole runs and in parts of them, under every fault', () => {
    let receipts = 0;
    for (let seed = 1; seed <= 12; seed++) {
      for (const range of [[1, 400], [150, 300]] as const) {
        const excerpt = excerptOf(seed, 400, range);
        const log = parseShiViz(toShiViz(excerpt));
        const [first, end] = eventsIn(excerpt);
        assert.equal(log.length, end - first);
        receipts += checkReceipts(excerpt, log);
        log.forEach((entry, offset) => {
          const { node } = excerpt.trace.at(first + offset);
          assert.equal(entry.host, node === null ? 'network' : excerpt.system.nodes[node]?.name);
        });
      }
    }
    assert.ok(receipts > 500, String(receipts));
  });

  it('says what happened as the panel does, with the time', () => {
    const log = parseShiViz(toShiViz(excerptOf(2, 200)));
    assert.match(log[0]?.event ?? '', /^n1 starts \(0\.000 s\)$/);
    assert.ok(log.some(({ event }) => /receives .* from .* \(\d\.\d{3} s\)$/.test(event)));
  });

  it('keeps hosts apart, whatever they are called', () => {
    const excerpt = renamed(excerptOf(2, 200), ['a b', 'a_b', 'network', '{"x":1}', 'a\nb', '']);
    const log = parseShiViz(toShiViz(excerpt));
    const nodes = new Set([...excerpt.trace].slice(...eventsIn(excerpt)).map(({ node }) => node));
    assert.equal(new Set(log.map(({ host }) => host)).size, nodes.size);
  });

  it('is empty for no steps', () => {
    assert.equal(toShiViz(excerptOf(2, 10, [1, 0])).split('\n').length, 3);
  });
});
