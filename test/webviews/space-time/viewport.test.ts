import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { acrossOf, alongOf, axesOf, bounded, centred, fitted, LARGEST_SCALE, lineAt, panned, plotOf, pointOf, showsAll, spanOf, ticksOf, timeAt, zoomed, type Viewport } from '../../../webviews/simulation/space-time/viewport.ts';

const UNTIL = 30_000_000;
const VIEW: Viewport = { orientation: 'right', width: 800, height: 400, lines: 6, start: 1_000_000, scale: 0.001 };

const views = fc.record({
  orientation: fc.constantFrom('down', 'right'),
  width: fc.integer({ min: 200, max: 2_500 }),
  height: fc.integer({ min: 160, max: 1_400 }),
  lines: fc.integer({ min: 1, max: 20 }),
  start: fc.double({ min: 0, max: UNTIL, noNaN: true }),
  scale: fc.double({ min: 0.0001, max: LARGEST_SCALE, noNaN: true }),
}) satisfies fc.Arbitrary<Viewport>;

const close = (a: number, b: number, within: number): void => assert.ok(Math.abs(a - b) <= within, `${a} is not ${b}`);

describe('the part of the run that the diagram shows', () => {
  it('turns times into places and back', () => {
    fc.assert(
      fc.property(views, fc.integer({ min: 0, max: UNTIL }), (view, time) => {
        close(timeAt(view, alongOf(view, time)), time, 0.01);
        const { x, y } = pointOf(view, 12, 34);
        assert.deepEqual(axesOf(view, x, y), { along: 12, across: 34 });
      }),
    );
  });

  it('has its lines inside of the plot, and finds them again', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { across, breadth } = plotOf(view);
        for (let line = 0; line < view.lines; line++) {
          const at = acrossOf(view, line);
          assert.ok(at > across && at < across + breadth);
          assert.equal(lineAt(view, at), line);
        }
      }),
    );
  });

  it('keeps what is under the pointer where it is when zooming', () => {
    const { along, length } = plotOf(VIEW);
    const held = along + length / 3;
    const time = timeAt(VIEW, held);
    close(alongOf(zoomed(VIEW, 2, held, UNTIL), time), held, 0.01);
    close(alongOf(zoomed(VIEW, 0.7, held, UNTIL), time), held, 0.01);
  });

  it('zooms no farther out than the whole run, and no farther in than a microsecond', () => {
    fc.assert(
      fc.property(views, fc.double({ min: 0.01, max: 100, noNaN: true }), (view, factor) => {
        const { scale } = zoomed(fitted(view, UNTIL), factor, 100, UNTIL);
        assert.ok(scale <= LARGEST_SCALE && scale >= fitted(view, UNTIL).scale * 0.999);
      }),
    );
  });

  it('never loses the run out of sight', () => {
    fc.assert(
      fc.property(views, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (view, pixels) => {
        const { from, to } = spanOf(panned(view, pixels, UNTIL));
        assert.ok(to > 0 && from < UNTIL);
        assert.deepEqual(bounded(bounded(view, UNTIL), UNTIL), bounded(view, UNTIL));
      }),
    );
  });

  it('shows all of a run when it is fitted, and a moment when it is centred', () => {
    const whole = fitted(VIEW, UNTIL);
    assert.ok(showsAll(whole, UNTIL));
    assert.ok(!showsAll(VIEW, UNTIL));
    const { along, length } = plotOf(VIEW);
    close(alongOf(centred(VIEW, 12_345_678, UNTIL), 12_345_678), along + length / 2, 0.01);
  });

  it('labels round times, apart from each other and told apart', () => {
    fc.assert(
      fc.property(views, (view) => {
        const ticks = ticksOf(view);
        assert.ok(ticks.length < 80);
        assert.equal(new Set(ticks.map(({ label }) => label)).size, ticks.length);
        for (const [index, { time, label }] of ticks.entries()) {
          assert.equal(Number.parseFloat(label) * 1_000_000 - time < 0.5, true);
          const next = ticks[index + 1];
          if (next) assert.ok(alongOf(view, next.time) - alongOf(view, time) >= 47);
        }
      }),
    );
    assert.deepEqual(ticksOf({ ...VIEW, start: 0 }).map(({ label }) => label), ['0.0 s', '0.1 s', '0.2 s', '0.3 s', '0.4 s', '0.5 s', '0.6 s', '0.7 s']);
  });
});
