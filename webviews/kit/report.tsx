/** What came of a scenario: whether its claims hold, and its plots, each as a picture with its table beneath. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Broken, BrokenAt, ScenarioPlot, ScenarioReport } from '../../src/contract/scenario.ts';
import { Html } from './html.tsx';
import { followScrolling } from './scrollers.ts';

export function Report({ points, runs, claims, others }: ScenarioReport) {
  const tried = triedWith(points, runs);
  return (
    <ul class="scenario-report">
      {claims.map(({ text, broken }) => (
        <li key={text}>
          <span aria-hidden="true">{broken === null ? '✓' : '✗'}</span> {text}{' '}
          {broken === null ? <span class="muted">It holds {tried}.</span> : <Failure broken={broken} points={points} />}
        </li>
      ))}
      {others.map((sentence) => (
        <li key={sentence}>
          <span aria-hidden="true">✗</span> {sentence}
        </li>
      ))}
      {claims.length + others.length === 0 ? <li>It has run {tried}; it claims nothing.</li> : null}
    </ul>
  );
}

function triedWith(points: number, runs: number): string {
  if (points > 1) return `in all ${runs} runs at ${points} points`;
  return runs === 1 ? 'with its seed' : `with ${runs} seeds`;
}

function Failure({ broken, points }: { readonly broken: Broken; readonly points: number }) {
  const [first] = broken.at;
  if (points === 1 && first !== undefined) return <span class="muted">It fails {howOften(first)}</span>;
  const left = broken.points - broken.at.length;
  return (
    <>
      <span class="muted">
        It fails at {broken.points} of {points} points:
      </span>
      <ul>
        {broken.at.map((each) => (
          <li key={each.point}>
            {each.point}: <span class="muted">it fails {howOften(each)}</span>
          </li>
        ))}
        {left > 0 ? <li class="muted">and at {left} more</li> : null}
      </ul>
    </>
  );
}

function howOften({ failed, runs, seed, why }: BrokenAt): string {
  return `with ${failed} of ${runs}, first with seed ${seed}: ${why}`;
}

export function Plots({ plots }: Pick<ScenarioReport, 'plots'>) {
  return (
    <>
      {plots.map((plot) => (
        <Plot key={plot.title} {...plot} />
      ))}
    </>
  );
}

function Plot({ title, svg, columns, rows }: ScenarioPlot) {
  const picture = useRef<HTMLDivElement>(null);
  const table = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => followScrolling([picture.current, table.current].filter((element) => element !== null)), []);
  return (
    <figure class="plot">
      <Html class="plot-picture" html={svg} content={picture} />
      <div class="plot-table" ref={table}>
        <table class="data">
          <caption>{title}</caption>
          <thead>
            <tr>
              {columns.map(({ head, isNumber }) => (
                <th key={head} scope="col" class={isNumber ? 'plot-number' : undefined}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells) => (
              <tr key={cells.join()}>
                {cells.map((cell, column) => (
                  <td key={columns[column]?.head} class={columns[column]?.isNumber ? 'plot-number' : undefined}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
