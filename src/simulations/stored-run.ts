/**
 * A run in a file: a saved session with digests of what each of its branches was, and where they are asked for the events.
 * export/README.md documents the format.
 */
import * as v from 'valibot';
import { describeDeviation, deviationOf, fingerprintOf, type Fingerprint as EngineFingerprint } from '../engine/sim/recording.ts';
import { differencesOf } from '../engine/sim/trace-compare.ts';
import type { TraceEvent, TraceView } from '../engine/sim/trace.ts';
import { formatTime } from './format.ts';
import { SavedSession } from './saved.ts';

export const STORED_RUN_FORMAT = 'distributed-systems-mastery/run';
export const STORED_RUN_VERSION = 1;

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

const Fingerprint = v.pipe(
  v.object({
    steps: index,
    events: index,
    interval: v.pipe(index, v.minValue(1)),
    hashes: v.array(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/, 'a digest has 16 hexadecimal digits'))),
  }),
  v.check(({ events, interval, hashes }) => hashes.length === Math.max(1, Math.ceil(events / interval)), 'there is one digest for each interval'),
);

export const StoredEvent = v.object({
  id: index,
  step: index,
  time: index,
  kind: v.string(),
  node: v.nullable(index),
  cause: v.nullable(index),
  /** For readers; what it says may change from version to version. */
  title: v.string(),
  payload: v.unknown(),
});
export type StoredEvent = v.InferOutput<typeof StoredEvent>;

const NodeNames = v.array(v.object({ id: index, name: v.string(), kind: v.picklist(['server', 'client']) }));

export const StoredRun = v.pipe(
  v.object({
    format: v.literal(STORED_RUN_FORMAT),
    version: v.literal(STORED_RUN_VERSION),
    session: SavedSession,
    /** Of each branch, in order. */
    fingerprints: v.array(Fingerprint),
    /** A stretch of one branch, without gaps. */
    events: v.exactOptional(v.object({ branch: index, nodes: NodeNames, list: v.array(StoredEvent) })),
  }),
  v.check(({ session, fingerprints }) => fingerprints.length === session.branches.length, 'there is one fingerprint for each branch'),
);
export type StoredRun = v.InferOutput<typeof StoredRun>;

/**
 * @param traces of each branch, in order
 * @param interval events between two digests of a branch; where it is left out, as many as lead a reader near a deviation
 */
export function storedRun(session: SavedSession, traces: readonly TraceView[], interval?: number): StoredRun {
  const fingerprints = traces.map((trace) => mutable(fingerprintOf(trace, trace.steps, interval)));
  return { format: STORED_RUN_FORMAT, version: STORED_RUN_VERSION, session, fingerprints };
}

/** @throws Error that says what is wrong with the data, and where */
export function readStoredRun(data: unknown): StoredRun {
  const parsed = v.safeParse(StoredRun, data);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue);
  throw new Error(`This is no stored run of version ${STORED_RUN_VERSION}: ${issue.message}${path === null ? '' : ` at ${path}`}.`);
}

/** In what a branch that was run again differs from what was stored, in words; null where it does not. */
export function deviationFrom({ session, fingerprints, events }: StoredRun, branch: number, trace: TraceView): string | null {
  const fingerprint = fingerprints[branch];
  if (!fingerprint) return null;
  const deviation = deviationOf(trace, fingerprint);
  const event = events?.branch === branch ? deviationOfEvents(events.list, trace) : null;
  if (deviation === null) return event;
  return [describeDeviation(deviation, session.engine), event].filter((part) => part !== null).join(' ');
}

/** The stored events say which one is the first to differ. */
function deviationOfEvents(list: readonly StoredEvent[], trace: TraceView): string | null {
  for (const { step, title, ...event } of list) {
    const where = `event ${event.id} (step ${step}, ${formatTime(event.time)}: ${title})`;
    if (event.id >= trace.length) return `The run ends before ${where}.`;
    const found = throughJson(trace.at(event.id));
    const [first] = differencesOf({ event: event as TraceEvent, step }, { event: found, step: trace.stepOf(event.id) });
    if (first) return `The first that differs is ${where}: its ${first.path.join('.')} was ${JSON.stringify(first.one)} and is ${JSON.stringify(first.other)}.`;
  }
  return null;
}

function throughJson(event: TraceEvent): TraceEvent {
  return JSON.parse(JSON.stringify({ ...event, payload: event.payload ?? null })) as TraceEvent;
}

function mutable({ hashes, ...fingerprint }: EngineFingerprint): StoredRun['fingerprints'][number] {
  return { ...fingerprint, hashes: [...hashes] };
}
