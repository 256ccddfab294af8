/** The form of the diagrams; that mermaid itself draws them is in test/webviews/exports.test.ts. */
import assert from 'node:assert/strict';
import type { Envelope } from '../../../src/engine/sim/trace.ts';
import { eventsIn } from '../../../src/simulations/export/excerpt.ts';
import { toMermaid } from '../../../src/simulations/export/mermaid.ts';
import { excerptOf, renamed } from './excerpts.ts';

/** No sign in a text that means something to mermaid, but for entity codes. */
const TEXT = String.raw`(?:[\p{L}\p{M}\p{N} ,.()=+/!?'→·]|#\d+;)*`;
const LINES = [/^sequenceDiagram$/, `^ {2}(participant|actor) p\\d+ as ${TEXT}$`, `^ {2}p\\d+--?(>>|x)p\\d+: ${TEXT}$`, `^ {2}Note over p\\d+(,p\\d+)?: ${TEXT}$`].map((line) => new RegExp(line, 'u'));

function linesOf(text: string): string[] {
  const lines = text.trimEnd().split('\n');
  for (const line of lines) assert.ok(LINES.some((form) => form.test(line)), `mermaid might not read: ${line}`);
  return lines;
}

describe('a sequence diagram', () => {
  it('has an arrow for each message that arrives, in order, and one with a cross for each that does not', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const excerpt = excerptOf(seed, 250, [1, 120]);
      const { text, remark } = toMermaid(excerpt);
      assert.equal(remark, null);
      const arrows = linesOf(text).flatMap((line) => /^ {2}(p\d+)--?(>>|x)(p\d+): (.*)$/.exec(line)?.slice(1, 4) ?? []);
      const [first, end] = eventsIn(excerpt);
      const expected = [...excerpt.trace]
        .slice(first, end)
        .filter(({ kind }) => ['deliver', 'lose', 'blocked', 'refused', 'drop'].includes(kind))
        .flatMap(({ kind, payload }) => [`p${(payload as Envelope).from}`, kind === 'deliver' ? '>>' : 'x', `p${(payload as Envelope).to}`]);
      assert.deepEqual(arrows, expected);
    }
  });

  it('names faults and what the protocol notes, with the time', () => {
    const { text } = toMermaid(excerptOf(2, 400, [1, 150]));
    assert.match(text, /Note over p\d+: \d\.\d{3} s n\d+ stands for election in term 1/);
    assert.match(text, /participant p0 as n1/);
    assert.match(text, /actor p\d+ as c1/);
  });

  it('says how many messages have not arrived yet', () => {
    const excerpt = excerptOf(1, 300, [1, 100]);
    const [first, end] = eventsIn(excerpt);
    const underway = new Set<number>();
    for (const { id, kind, payload } of [...excerpt.trace].slice(first, end)) {
      if (kind === 'send' || kind === 'duplicate') underway.add(id);
      else if (['deliver', 'lose', 'blocked', 'refused', 'drop'].includes(kind)) underway.delete((payload as Envelope).id);
    }
    assert.match(toMermaid(excerpt).text, new RegExp(`${underway.size} messages? (is|are) still on the way\n$`));
  });

  it('ends where it would be too long, and says so', () => {
    const excerpt = excerptOf(3, 5_000);
    const { text, remark } = toMermaid(excerpt);
    assert.ok(text.length < 50_000 && linesOf(text).length <= 402);
    assert.match(remark ?? '', /^The diagram ends at \d+\.\d{3} s, before step \d+: what comes after it up to step 5000 would be too much for one diagram\.$/);
    assert.match(linesOf(text).at(-1) ?? '', /The diagram ends at/);
  });

  it('lets no name break it', () => {
    const names = ['end', 'a;b', 'x\ny', '#35;', '%%{init: {}}%%', 'style:#x;', '<b>&amp;</b>', '"quoted"', 'a->>b: c', 'participant', '🦊 ß ﬂ°', 'as'];
    linesOf(toMermaid(renamed(excerptOf(5, 300, [1, 200]), names)).text);
  });
});
