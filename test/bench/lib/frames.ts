/** How long script keeps the main thread of a page busy, frame by frame, as the browser's own trace says. */
import type { Browser, Page } from 'playwright-core';

/** What of a trace is script: its handlers, with what they set off at once, and collecting what they left. */
const SCRIPT = new Set(['FunctionCall', 'FireAnimationFrame', 'EventDispatch', 'TimerFire', 'RunMicrotasks', 'V8.GCScavenger', 'MinorGC', 'MajorGC']);

/** What ends a frame on the main thread: the picture goes to the compositor. */
const FRAME = 'Commit';

interface TraceEntry {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** The thread's own time, without what other programs took of the machine meanwhile. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Frames with less script have nothing new to draw, and would flatter. */
const IDLE_MS = 0.6;

/** @returns milliseconds of script in each frame that drew something, while `work` went on */
export async function scriptPerFrame(browser: Browser, page: Page, work: () => Promise<void>): Promise<number[]> {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'devtools.timeline.frame', 'disabled-by-default-devtools.timeline', 'v8'] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEntry[] };
  const frames = traceEvents.filter(({ name }) => name === FRAME).sort((a, b) => a.ts - b.ts);
  const [first] = frames;
  if (first === undefined) throw new Error('The page has drawn no frame.');
  const script = traceEvents
    .filter(({ name, ph, pid, tid }) => ph === 'X' && pid === first.pid && tid === first.tid && SCRIPT.has(name))
    .sort((a, b) => a.ts - b.ts);
  const busy = new Array<number>(frames.length).fill(0);
  let end = -Infinity;
  let frame = 0;
  for (const { ts, dur = 0, tdur = dur } of script) {
    // Handlers call each other, so entries lie within others.
    if (ts < Math.max(end, first.ts)) continue;
    end = ts + dur;
    while (frame + 1 < frames.length && frames[frame + 1]!.ts <= ts) frame++;
    busy[frame] = busy[frame]! + tdur / 1000;
  }
  return busy.filter((time) => time > IDLE_MS);
}
