/** Runs as the diagram gets them, and small made ones. */
import type { SpaceTimePage } from '../../../src/contract/space-time.ts';
import { spaceTimePage } from '../../../src/simulations/space-time.ts';
import { History } from '../../../webviews/simulation/space-time/history.ts';
import { faultyRun, type FaultyRun } from '../../simulations/faulty-run.ts';

export interface KnownHistory extends FaultyRun {
  readonly history: History;
}

export function faultyHistory(type: string, seed: number, events: number, size = 333): KnownHistory {
  const faulty = faultyRun(type, seed, events);
  const { definition, system, run } = faulty;
  const history = new History(system.nodes.length);
  while (history.columns.length < run.trace.length) history.append({ branch: 0, ...spaceTimePage(definition, system, run, history.columns.length, size) });
  return { ...faulty, history };
}

export interface MadeEvent {
  readonly time: number;
  readonly kind: string;
  readonly node: number;
  /** Position of its cause. */
  readonly cause?: number;
  readonly label?: string;
  readonly to?: number;
  readonly arrives?: number;
}

export function pageOf(events: readonly MadeEvent[], changes: Partial<SpaceTimePage> = {}): SpaceTimePage {
  const kinds = [...new Set(events.map(({ kind }) => kind))];
  const labels = [...new Set(events.flatMap(({ label }) => (label === undefined ? [] : [label])))];
  return {
    branch: 0,
    from: 0,
    origin: 0,
    times: events.map(({ time }) => time),
    kinds,
    kindOf: events.map(({ kind }) => kinds.indexOf(kind)),
    nodes: events.map(({ node }) => node),
    causes: events.map(({ cause }, id) => (cause === undefined ? 0 : id - cause)),
    labels,
    labelOf: events.map(({ label }) => (label === undefined ? 0 : labels.indexOf(label) + 1)),
    ways: events.flatMap(({ time, to, arrives = time }) => (to === undefined ? [] : [to, arrives - time])),
    roles: [],
    cuts: [],
    ...changes,
  };
}

export function historyOf(nodes: number, events: readonly MadeEvent[], changes: Partial<SpaceTimePage> = {}): History {
  const history = new History(nodes);
  history.append(pageOf(events, changes));
  return history;
}
