/** A search on a thread of its own, with memory of its own: it takes a core for as long as it lasts. */
import { parentPort, workerData } from 'node:worker_threads';
import type { SearchProgress } from '../../contract/search.ts';
import { valuesOf } from '../../simulations/parameters.ts';
import { simulationOfType } from '../../simulations/registry.ts';
import { foundSession } from '../../simulations/search/found.ts';
import { judgedIn, reportOf } from '../../simulations/search/report.ts';
import { searchTask, type SearchEnd } from '../../simulations/search/task.ts';
import type { SearchInput, SearchNews } from './search-thread.ts';

const NEWS_EVERY_MS = 200;

function search({ type, values: changes, order }: SearchInput): void {
  const definition = simulationOfType(type);
  const values = valuesOf(definition.parameters, changes);
  const task = searchTask(definition, values, order);
  const begun = performance.now();
  let told = begun;
  const progress = (): SearchProgress => ({ ...task.counts, seconds: (performance.now() - begun) / 1000 });
  let end: SearchEnd | undefined;
  while (!end) {
    end = task.run();
    const now = performance.now();
    if (!end && now - begun >= order.seconds * 1000) end = { kind: 'cut short', by: 'time' };
    if (end || now - told < NEWS_EVERY_MS) continue;
    told = now;
    tell({ kind: 'progress', progress: progress() });
  }
  const found = end.kind === 'violated' ? foundSession(definition, values, order.bounds, end.found) : null;
  const seen = progress();
  tell({ kind: 'end', report: reportOf(end, order, seen, judgedIn(definition, values)), found, progress: seen });
}

function tell(news: SearchNews): void {
  parentPort?.postMessage(news);
}

search(workerData as SearchInput);
