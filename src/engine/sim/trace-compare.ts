/** Where two runs part: the first event at which their traces differ, and in what. */
import { emptyRow, type EventId, type EventRow, type TraceEvent, type TraceView } from './trace.ts';

/** One thing in which the two events differ; `path` leads to it, such as `payload`, `message`, `term`. */
export interface Difference {
  readonly path: readonly string[];
  readonly one: unknown;
  readonly other: unknown;
}

export interface Moment {
  readonly event: TraceEvent;
  readonly step: number;
}

export interface Comparison {
  /** How many events the traces begin with in common: also the id of the first event at which they differ. */
  readonly common: EventId;
  /** The last step that is whole in both and the same. */
  readonly commonSteps: number;
  /** The first event that is not common; null where the trace ends before it. Both are null where the traces are the same. */
  readonly one: Moment | null;
  readonly other: Moment | null;
  /** In what they differ, where both go on; at most MOST_DIFFERENCES. */
  readonly differences: readonly Difference[];
}

export const MOST_DIFFERENCES = 16;

/** Values are compared, not objects; what two forks of a run share is passed over at once. */
export function compareTraces(one: TraceView, other: TraceView): Comparison {
  const common = countCommon(one, other);
  const left = momentOf(one, common);
  const right = momentOf(other, common);
  return {
    common,
    commonSteps: Math.min(wholeSteps(one, common), wholeSteps(other, common)),
    one: left,
    other: right,
    differences: left && right ? differencesOf(left, right) : [],
  };
}

function countCommon(one: TraceView, other: TraceView): EventId {
  const length = Math.min(one.length, other.length);
  const [row, otherRow] = [emptyRow(), emptyRow()];
  let id = one.sharedWith(other);
  let step = id > 0 ? one.stepOf(id - 1) : 0;
  for (; id < length; id++) {
    one.read(id, row);
    other.read(id, otherRow);
    if (!sameRow(row, otherRow)) return id;
    // That a step begins with it is not said by an event itself.
    const begins = beginsWith(one, step + 1, id);
    if (begins !== beginsWith(other, step + 1, id)) return id;
    if (begins) step++;
  }
  return length;
}

function beginsWith(trace: TraceView, step: number, id: EventId): boolean {
  return step <= trace.steps && trace.firstEvent(step) === id;
}

function sameRow(row: EventRow, other: EventRow): boolean {
  return (
    row.time === other.time &&
    row.code === other.code &&
    row.node === other.node &&
    row.cause === other.cause &&
    row.target === other.target &&
    row.arrivesAt === other.arrivesAt &&
    sameValue(row.detail, other.detail)
  );
}

/** Whether two values of plain data are the same; a key that holds undefined is as good as none. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return Number.isNaN(one) && Number.isNaN(other);
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((value, position) => sameValue(value, other[position]));
  }
  return sameObject(one as PlainObject, other as PlainObject);
}

type PlainObject = Readonly<Record<string, unknown>>;

function sameObject(one: PlainObject, other: PlainObject): boolean {
  for (const key of Object.keys(one)) if (!sameValue(one[key], other[key])) return false;
  for (const key of Object.keys(other)) if (one[key] === undefined && other[key] !== undefined) return false;
  return true;
}

function momentOf(trace: TraceView, id: EventId): Moment | null {
  return id < trace.length ? { event: trace.at(id), step: trace.stepOf(id) } : null;
}

function wholeSteps(trace: TraceView, events: EventId): number {
  if (events === trace.length) return trace.steps;
  return trace.stepOf(events) - 1;
}

/** In what two events differ; a payload is compared where both are of one kind. */
export function differencesOf(one: Moment, other: Moment): Difference[] {
  const differences: Difference[] = [];
  const compare = (name: string, left: unknown, right: unknown): void => collect([name], left, right, differences);
  compare('kind', one.event.kind, other.event.kind);
  compare('node', one.event.node, other.event.node);
  compare('time', one.event.time, other.event.time);
  compare('cause', one.event.cause, other.event.cause);
  compare('step', one.step, other.step);
  if (one.event.kind === other.event.kind) compare('payload', one.event.payload, other.event.payload);
  return differences;
}

function collect(path: readonly string[], one: unknown, other: unknown, differences: Difference[]): void {
  if (differences.length === MOST_DIFFERENCES || sameValue(one, other)) return;
  if (!isBranch(one) || !isBranch(other) || Array.isArray(one) !== Array.isArray(other)) {
    differences.push({ path, one, other });
    return;
  }
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) collect([...path, key], one[key], other[key], differences);
}

function isBranch(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null;
}
