/** What lasts: roles of nodes, times in which they are down or stand still, and cuts of the network. */
import type { SpaceTimePage } from '../../../src/contract/space-time.ts';
import type { Columns } from './columns.ts';
import { MARKS } from './marks.ts';
import { firstWhere } from './numbers.ts';

/** In virtual time; `to` is infinity as long as it lasts. */
export interface Span {
  readonly from: number;
  to: number;
}

export interface StatusSpan extends Span {
  readonly status: 'crashed' | 'paused';
}

export interface RoleSpan extends Span {
  readonly role: string;
  readonly badge: string;
}

export interface CutSpan extends Span {
  readonly links: readonly { readonly from: number; readonly to: number }[];
}

export class Spans {
  /** By node, in order of time; no two of a list overlap. */
  readonly statuses: readonly StatusSpan[][];
  readonly roles: readonly RoleSpan[][];
  readonly cuts: CutSpan[] = [];

  constructor(nodes: number) {
    this.statuses = Array.from({ length: nodes }, () => []);
    this.roles = Array.from({ length: nodes }, () => []);
  }

  /** @param columns with the page's events */
  append(page: SpaceTimePage, columns: Columns): void {
    for (let id = page.from; id < page.from + page.times.length; id++) this.changeStatus(columns, id);
    for (const { event, node, role, badge } of page.roles) {
      const time = columns.timeOf(event);
      const spans = this.roles[node];
      if (spans === undefined) continue;
      end(spans, time);
      if (role !== '') spans.push({ from: time, to: Infinity, role, badge });
    }
    for (const { event, links } of page.cuts) {
      const time = columns.timeOf(event);
      end(this.cuts, time);
      if (links.length > 0) this.cuts.push({ from: time, to: Infinity, links });
    }
  }

  private changeStatus(columns: Columns, id: number): void {
    const spans = this.statuses[columns.lineOf(id)];
    if (spans === undefined) return;
    const time = columns.timeOf(id);
    switch (MARKS[columns.markOf(id)]!.word) {
      case 'crash':
        end(spans, time);
        spans.push({ from: time, to: Infinity, status: 'crashed' });
        return;
      case 'pause':
        end(spans, time);
        spans.push({ from: time, to: Infinity, status: 'paused' });
        return;
      case 'restart':
      case 'resume':
        end(spans, time);
        return;
    }
  }
}

/** The spans of a list that have a part between two times. */
export function spansBetween<S extends Span>(spans: readonly S[], from: number, to: number): readonly S[] {
  const first = firstWhere(0, spans.length, (position) => spans[position]!.to > from);
  const last = firstWhere(first, spans.length, (position) => spans[position]!.from > to);
  return spans.slice(first, last);
}

function end(spans: readonly Span[], time: number): void {
  const last = spans.at(-1);
  if (last?.to === Infinity) last.to = time;
}
