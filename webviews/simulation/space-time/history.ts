/** All that the diagram knows of a branch: its events, and what can be told from them. */
import type { SpaceTimePage } from '../../../src/contract/space-time.ts';
import { Causality } from './causality.ts';
import { Columns } from './columns.ts';
import { Flights } from './flights.ts';
import { Spans } from './spans.ts';

export class History {
  readonly columns: Columns;
  readonly causality: Causality;
  readonly flights: Flights;
  readonly spans: Spans;

  constructor(nodes: number) {
    this.columns = new Columns(nodes);
    this.causality = new Causality(this.columns);
    this.flights = new Flights(this.columns);
    this.spans = new Spans(nodes);
  }

  /** @throws RangeError for a page that does not begin where the events so far end */
  append(page: SpaceTimePage): void {
    this.columns.append(page);
    this.causality.extend();
    this.flights.extend();
    this.spans.append(page, this.columns);
  }
}
