import assert from 'node:assert/strict';
import type { EventView } from '../../src/contract/simulation.ts';
import { sidesRows } from '../../webviews/simulation/sides.ts';

/** Written as `title@time`. */
function events(...all: string[]): EventView[] {
  return all.map((text, id) => {
    const [title = '', time = ''] = text.split('@');
    return { id, step: id + 1, time: Number(time), kind: 'note', node: 0, cause: null, title, explanation: '', reference: null };
  });
}

function rows(here: string[], there: string[]): string[] {
  return sidesRows(events(...here), events(...there)).map((row) => `${row.here?.title ?? '-'} ${row.there?.title ?? '-'}`);
}

describe('two branches side by side', () => {
  it('have the first difference in one row, whenever it happens', () => {
    assert.deepEqual(rows(['crash@10'], ['beat@25']), ['crash beat']);
  });

  it('go on in the order of time, and share a row where the same happens', () => {
    assert.deepEqual(rows(['crash@10', 'beat@20', 'vote@30'], ['beat@12', 'tick@20', 'vote@30', 'end@40']), ['crash beat', 'beat -', '- tick', 'vote vote', '- end']);
  });

  it('list what one of them has alone', () => {
    assert.deepEqual(rows([], ['a@1', 'b@2']), ['- a', '- b']);
    assert.deepEqual(rows(['a@1'], []), ['a -']);
    assert.deepEqual(rows([], []), []);
  });
});
