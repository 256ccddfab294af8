/** The published figures that the simulation's model was checked against, and how near it came. */
import type { CheckedAgainst as Checked, CheckedTable } from '../../src/contract/simulation.ts';
import { Source } from './now.tsx';

export function CheckedAgainst({ checked }: { readonly checked: Checked | null }) {
  if (checked === null) return null;
  return (
    <details class="part checked">
      <summary>
        <strong>Checked against published figures</strong> <Tally tables={checked.tables} />
      </summary>
      <p class="muted">
        Measured {checked.date} with the engine that runs here. A tolerance is stated by the source, or by whoever reproduced it before; our own are marked so.
      </p>
      <p class="small muted">The command “Show Published Numbers” has the figures of every model.</p>
      {checked.tables.map((table) => (
        <Figures key={table.title} table={table} />
      ))}
    </details>
  );
}

/** How many figures there are, and how many are missed. */
function Tally({ tables }: { readonly tables: readonly CheckedTable[] }) {
  const rows = tables.flatMap((table) => table.rows);
  const missed = rows.filter((row) => !row.within).length;
  if (missed > 0) return <Verdict within={false} text={`${missed} of ${rows.length} outside the tolerance`} />;
  return <Verdict within text={`${rows.length} within the tolerance`} />;
}

function Verdict({ within, text }: { readonly within: boolean; readonly text: string }) {
  return (
    <span class={within ? undefined : 'checked-miss'}>
      <span class="checked-sign" aria-hidden="true">
        {within ? '✓' : '✗'}
      </span>{' '}
      {text}
    </span>
  );
}

function Figures({ table: { title, reference, setting, remark, rows } }: { readonly table: CheckedTable }) {
  return (
    <div>
      <table class="data">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Published</th>
            <th scope="col">Measured</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.what}>
              <th scope="row">{row.what}</th>
              <td>
                {row.published} <span class="small muted">{row.tolerance}</span>
              </td>
              <td>
                {row.measured} <span class="small muted">{row.sample}</span>
              </td>
              <td>
                <Verdict within={row.within} text={row.within ? 'within' : 'outside'} /> <span class="small muted">{row.deviation}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="small muted">{setting}</p>
      {remark === '' ? null : <p class="small muted">{remark}</p>}
      <Source reference={reference} />
    </div>
  );
}
