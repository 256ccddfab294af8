/** What an event is, and what its message carries. */
import { useEffect, useState } from 'preact/hooks';
import type { EventDetails } from '../../../src/contract/simulation.ts';
import { formatMoment } from '../time.ts';
import type { SimulationModel } from '../model.ts';

/** What is passed over on the way is not asked for. */
const DWELL_MS = 120;

/** The details of an event, once they are there; null before. */
export function useDetails(model: SimulationModel, event: number | null): EventDetails | null {
  const [details, setDetails] = useState<EventDetails | null>(null);
  useEffect(() => {
    setDetails(null);
    if (event === null) return undefined;
    let current = true;
    const timer = setTimeout(() => {
      void model.inspect(event).then((found) => {
        if (current) setDetails(found);
      });
    }, DWELL_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [model, event, model.view.value.branch]);
  return details?.event.id === event ? details : null;
}

export function EventCard({ details: { event, message } }: { readonly details: EventDetails }) {
  return (
    <>
      <p>
        <strong>{event.title}</strong>
      </p>
      <p class="small muted">
        Event {event.id} · {formatMoment(event.time)}
      </p>
      {message === null ? <p class="small">{event.explanation}</p> : null}
      {message === null || message.fields.length === 0 ? null : (
        <dl class="space-time-fields small">
          {message.fields.map(({ label, value }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
