/** What the step under the cursor did, and why. */
import type { EventView, Reference } from '../../src/contract/simulation.ts';
import { currentEvent, type SimulationModel } from './model.ts';
import { formatMoment } from './time.ts';

export function Now({ model }: { readonly model: SimulationModel }) {
  const view = model.view.value;
  const event = currentEvent(view);
  return (
    <section class="now card" aria-labelledby="now-heading" tabIndex={0}>
      <h2 id="now-heading" class="visually-hidden">
        This step
      </h2>
      {event === null ? (
        <>
          <p class="now-title">Nothing has happened yet</p>
          <p>Press Play to let virtual time run, or step forward to see one thing happen at a time.</p>
        </>
      ) : (
        <>
          <p class="small muted">
            Step {view.cursor.step} · {formatMoment(event.time)}
          </p>
          <p class="now-title">{event.title}</p>
          <p>{event.explanation}</p>
          {event.reference === null ? null : <Source reference={event.reference} />}
          <Consequences events={view.now.slice(1)} />
        </>
      )}
    </section>
  );
}

export function Source({ reference }: { readonly reference: Reference }) {
  return (
    <p class="small muted">
      {reference.source}, {reference.section}
    </p>
  );
}

/** What the step brought about by itself. */
function Consequences({ events }: { readonly events: readonly EventView[] }) {
  if (events.length === 0) return null;
  return (
    <ul class="consequences small" aria-label="What it brought about">
      {events.map((event) => (
        <li key={event.id} title={event.explanation}>
          {event.title}
        </li>
      ))}
    </ul>
  );
}
