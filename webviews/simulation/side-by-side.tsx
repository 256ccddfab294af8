/** The events of two branches around the first difference: what both have in common once, then each in a column. */
import type { ComparisonView, EventView } from '../../src/contract/simulation.ts';
import type { SimulationModel } from './model.ts';
import { sidesRows } from './sides.ts';
import { formatMoment } from './time.ts';

interface SideBySideProps {
  readonly model: SimulationModel;
  readonly comparison: ComparisonView & { readonly from: number };
}

// Roles are said in words, since a table that is drawn as something else would be no table to a reader.
export function SideBySide({ model, comparison: { from, branch, events } }: SideBySideProps) {
  const [firstHere, firstThere] = [events.here[0], events.there[0]];
  return (
    <div class="parting" role="table" aria-label="Side by side" tabIndex={0}>
      <div class="parting-row" role="row">
        <span role="columnheader">{model.branchLabel(from)}</span>
        <span role="columnheader">{model.branchLabel(branch)}</span>
      </div>
      {events.common.map((event) => (
        <div key={event.id} class="parting-row" role="row">
          <div class="parting-common" role="cell" aria-colspan={2}>
            <Happening model={model} branch={from} event={event} where="both" />
          </div>
        </div>
      ))}
      {sidesRows(events.here, events.there).map(({ here, there }) => (
        <div key={`${here?.id ?? ''}-${there?.id ?? ''}`} class="parting-row" role="row">
          <Cell model={model} branch={from} event={here} isFirst={here !== null && here === firstHere} />
          <Cell model={model} branch={branch} event={there} isFirst={there !== null && there === firstThere} />
        </div>
      ))}
    </div>
  );
}

interface CellProps {
  readonly model: SimulationModel;
  readonly branch: number;
  readonly event: EventView | null;
  /** Of those that the branches don't have in common. */
  readonly isFirst: boolean;
}

function Cell({ model, branch, event, isFirst }: CellProps) {
  if (event === null) return <div class="parting-empty" role="cell" />;
  return (
    <div class={isFirst ? 'parting-first' : ''} role="cell">
      {isFirst ? (
        <span class="parting-sign small">
          <span aria-hidden="true">≠ </span>First difference
        </span>
      ) : null}
      <Happening model={model} branch={branch} event={event} where={model.branchLabel(branch)} />
    </div>
  );
}

interface HappeningProps {
  readonly model: SimulationModel;
  readonly branch: number;
  readonly event: EventView;
  /** The branch's name, which is said where columns don't say it. */
  readonly where: string;
}

function Happening({ model, branch, event, where }: HappeningProps) {
  return (
    <button type="button" class="parting-event" title={event.explanation} onClick={() => model.goToEvent(branch, event.id)}>
      {event.title} <span class="small muted">{formatMoment(event.time)}</span> <span class="parting-of small muted">{where}</span>
    </button>
  );
}
