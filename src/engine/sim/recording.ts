/**
 * A run as plain data: its input, the engine's version, and digests of its trace at many points. Repeating it gives the
 * same run, or says how far it is the same.
 */
import { Run } from './run.ts';
import type { Schedule } from './schedule.ts';
import type { System } from './system.ts';
import { SECOND, type Micros } from './time.ts';
import { TraceHash } from './trace-hash.ts';
import type { EventId, TraceView } from './trace.ts';
import { ENGINE_VERSION } from './version.ts';

/** What a trace is like, in a few kilobytes. */
export interface Fingerprint {
  readonly steps: number;
  readonly events: number;
  /** Number of events from one digest to the next. */
  readonly interval: number;
  /** Digests of the first `interval` events, of twice as many, and so on; the last one is of all. */
  readonly hashes: readonly string[];
}

/** What is needed, besides the system, to repeat a run and to know that it is the same. */
export interface Recording {
  readonly engine: number;
  readonly seed: number;
  readonly schedule: Schedule;
  readonly fingerprint: Fingerprint;
}

/** How far a repeated run is the recorded one. */
export interface Deviation {
  /** So many events are the same … */
  readonly same: EventId;
  /** … and of so many, not all are. It is `same` where one of the runs goes on after its last event and the other does not. */
  readonly other: EventId;
  /** Virtual time up to which the run is the same, and that at which it is known to be another. */
  readonly sameUntil: Micros;
  readonly otherBy: Micros;
}

export interface Replay<Message> {
  readonly run: Run<Message>;
  /** Null where the run is the recorded one, event for event. */
  readonly deviation: Deviation | null;
}

const INTERVAL = 1_000;

export function recordingOf(run: Run<unknown>): Recording {
  return { engine: ENGINE_VERSION, seed: run.seed, schedule: run.schedule, fingerprint: fingerprintOf(run.trace) };
}

/** @throws RangeError where the system can't take the schedule */
export function replay<Message>(system: System<Message>, { seed, schedule, fingerprint }: Recording): Replay<Message> {
  const run = new Run({ system, seed, schedule });
  run.advanceTo(fingerprint.steps);
  return { run, deviation: deviationOf(run.trace, fingerprint) };
}

/** @param steps how much of the trace: its first so many steps */
export function fingerprintOf(trace: TraceView, steps: number = trace.steps, interval: number = INTERVAL): Fingerprint {
  const events = trace.eventsUntil(steps);
  const hash = new TraceHash(trace);
  const hashes = pointsOf(events, interval).map((point) => {
    hash.coverTo(point);
    return hash.digest();
  });
  return { steps, events, interval, hashes };
}

/** Compares a run that has taken as many steps as the recorded one, or has ended. */
export function deviationOf(trace: TraceView, { steps, events, interval, hashes }: Fingerprint): Deviation | null {
  const hash = new TraceHash(trace);
  let same = 0;
  for (const [index, point] of pointsOf(events, interval).entries()) {
    if (point > trace.length) return deviation(trace, same, trace.length);
    hash.coverTo(point);
    if (hash.digest() !== hashes[index]) return deviation(trace, same, point);
    same = point;
  }
  return trace.steps < steps || trace.eventsUntil(steps) !== events ? deviation(trace, same, same) : null;
}

/** In a sentence or two, for who wants to see the recorded run. */
export function describeDeviation({ same, other, sameUntil, otherBy }: Deviation, engine: number): string {
  const versions = engine === ENGINE_VERSION ? '' : `It was recorded by version ${engine} of the engine, and this is version ${ENGINE_VERSION}. `;
  if (other === same) return `${versions}It is the same for ${same} events, up to ${seconds(sameUntil)}, and then goes on in one case and ends in the other.`;
  if (same === 0) return `${versions}It is another run from its first ${other} events on.`;
  return `${versions}It is the same for ${same} events, up to ${seconds(sameUntil)}; one of the next ${other - same}, up to ${seconds(otherBy)}, is another.`;
}

function deviation(trace: TraceView, same: EventId, other: EventId): Deviation {
  const timeOf = (events: number): Micros => (events === 0 ? 0 : trace.at(events - 1).time);
  return { same, other, sameUntil: timeOf(same), otherBy: timeOf(other) };
}

function pointsOf(events: EventId, interval: number): EventId[] {
  const points = Array.from({ length: Math.floor(events / interval) }, (_, index) => (index + 1) * interval);
  return points.at(-1) === events ? points : [...points, events];
}

function seconds(time: Micros): string {
  return `${(time / SECOND).toFixed(3)} s`;
}
