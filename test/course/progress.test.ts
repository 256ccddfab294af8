import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DistributedSystemsTopic } from '../../src/course/model.ts';
import { ProgressStore, type ProgressStorage } from '../../src/course/progress-store.ts';
import {
  answered,
  caseStates,
  graded,
  itemProgress,
  itemsOf,
  itemState,
  lessonKey,
  marked,
  NO_PROGRESS,
  parseProgress,
  started,
  topicState,
  type Progress,
} from '../../src/course/progress.ts';
import { load, SAMPLE } from './packs.ts';

const lesson = lessonKey({ packId: 'core', topicId: 'clocks' });
const exercise = { kind: 'exercise', packId: 'core', topicId: 'clocks', itemId: 'counter' } as const;
const question = { kind: 'question', packId: 'core', topicId: 'clocks', itemId: 'why' } as const;

describe('progress', () => {
  it('of what was never touched is new', () => assert.equal(itemState(NO_PROGRESS, lesson), 'new'));

  it('begins when an item is opened, and opening it again takes nothing back', () => {
    const opened = started(NO_PROGRESS, lesson, 1);
    assert.equal(itemState(opened, lesson), 'in-progress');
    const done = marked(opened, lesson, true, 2);
    assert.equal(started(done, lesson, 3), done);
    assert.equal(itemState(marked(done, lesson, false, 4), lesson), 'in-progress');
    assert.deepEqual(NO_PROGRESS, { version: 1, items: {} });
  });

  it('of an exercise keeps the latest result of each case, and is done once all have passed', () => {
    const first = graded(NO_PROGRESS, exercise, ['a', 'b'], [{ id: 'a', state: 'passed' }, { id: 'b', state: 'failed' }], 1);
    assert.equal(itemState(first, exercise), 'in-progress');
    const second = graded(first, exercise, ['a', 'b'], [{ id: 'b', state: 'passed' }], 2);
    assert.equal(itemState(second, exercise), 'done');
    const third = graded(second, exercise, ['a', 'b'], [{ id: 'a', state: 'errored' }], 3);
    assert.deepEqual([itemState(third, exercise), caseStates(third, exercise)], ['done', { a: 'errored', b: 'passed' }]);
  });

  it('of a question keeps the answers with their times, and follows the latest', () => {
    const wrong = answered(NO_PROGRESS, question, false, 10);
    const right = answered(wrong, question, true, 20);
    assert.deepEqual(itemProgress(right, question), { kind: 'question', state: 'done', changedAt: 20, reviews: [{ at: 10, right: false }, { at: 20, right: true }] });
    assert.equal(itemState(answered(right, question, false, 30), question), 'in-progress');
  });

  it('of items of one name in different packs, topics and kinds is kept apart', () => {
    const done = marked(NO_PROGRESS, { ...lesson, kind: 'simulation', itemId: 'why' }, true, 1);
    for (const other of [question, lesson, { ...question, packId: 'other' }, { ...question, topicId: 'other' }]) assert.equal(itemState(done, other), 'new');
  });

  it('of a topic follows from its items', async () => {
    const result = await load(SAMPLE);
    const topic = result.kind === 'loaded' ? result.pack.modules[0]?.topics[0] : undefined;
    assert.ok(topic);
    assert.deepEqual(itemsOf(topic).map(({ kind, itemId }) => [kind, itemId]), [['lesson', 'lesson'], ['simulation', 'tick'], ['exercise', 'counter']]);
    assert.equal(topicState(NO_PROGRESS, topic), 'new');
    assert.equal(topicState(started(NO_PROGRESS, lessonKey(topic), 1), topic), 'in-progress');
    assert.equal(topicState(allDone(topic), topic), 'done');
  });

  function allDone(topic: DistributedSystemsTopic): Progress {
    return itemsOf(topic).reduce((progress, key) => {
      if (key.kind === 'exercise') return graded(progress, { ...key, kind: key.kind }, ['counts'], [{ id: 'counts', state: 'passed' }], 1);
      return key.kind === 'question' ? answered(progress, { ...key, kind: key.kind }, true, 1) : marked(progress, { ...key, kind: key.kind }, true, 1);
    }, NO_PROGRESS);
  }
});

class MemoryStorage implements ProgressStorage {
  readonly values = new Map<string, unknown>();
  failing = false;

  constructor(progress?: unknown) {
    if (progress !== undefined) this.values.set('progress', progress);
  }

  get(key: string): unknown {
    return this.values.get(key);
  }

  async set(key: string, value: unknown): Promise<void> {
    if (this.failing) throw new Error('The disk is full.');
    this.values.set(key, JSON.parse(JSON.stringify(value)));
  }
}

describe('stored progress', () => {
  const open = (progress: Progress, now: number) => started(progress, lesson, now);

  it('is what was stored, with the clock that was given', async () => {
    const storage = new MemoryStorage();
    await new ProgressStore(storage, () => 42).update(open);
    assert.deepEqual(itemProgress(new ProgressStore(storage, () => 0).current, lesson), { kind: 'lesson', state: 'in-progress', changedAt: 42 });
    assert.deepEqual([...storage.values.keys()], ['progress']);
  });

  it('is not written where nothing changes', async () => {
    const storage = new MemoryStorage();
    await new ProgressStore(storage, () => 1).update((progress) => progress);
    assert.equal(storage.values.size, 0);
  });

  it('loses no change of several that are made at once, here or in another window', async () => {
    const storage = new MemoryStorage();
    const here = new ProgressStore(storage, () => 1);
    const there = new ProgressStore(storage, () => 2);
    await Promise.all([here.update(open), here.update((progress, now) => answered(progress, question, true, now))]);
    await there.update((progress, now) => started(progress, exercise, now));
    assert.equal(Object.keys(here.current.items).length, 3);
  });

  for (const stored of [{ version: 2, items: { everything: 'else' } }, 'nonsense', 7, null, [], { version: 1 }, { version: 1, items: { a: { kind: 'lesson' } } }]) {
    it(`is kept aside where it can not be read: ${JSON.stringify(stored)}`, async () => {
      const storage = new MemoryStorage(stored);
      const store = new ProgressStore(storage, () => 5);
      assert.deepEqual(store.current, NO_PROGRESS);
      await store.update(open);
      assert.deepEqual(storage.get('progress.keptAside'), [{ at: 5, value: stored }]);
      assert.equal(itemState(store.current, lesson), 'in-progress');
      await store.update((progress, now) => started(progress, exercise, now));
      assert.deepEqual(storage.get('progress.keptAside'), [{ at: 5, value: stored }]);
    });
  }

  it('gives what is sound of a record that is damaged in parts', () => {
    const { items } = answered(started(NO_PROGRESS, lesson, 1), question, true, 2);
    const { progress, complete } = parseProgress({ version: 1, items: { ...items, broken: { kind: 'question', state: 'done' } } });
    assert.deepEqual([progress.items, complete], [items, false]);
  });

  it('stays what it was where the storage fails, and goes on afterwards', async () => {
    const storage = new MemoryStorage('nonsense');
    const store = new ProgressStore(storage, () => 1);
    storage.failing = true;
    await assert.rejects(store.update(open), /disk is full/);
    assert.equal(storage.get('progress'), 'nonsense');
    storage.failing = false;
    await store.update(open);
    assert.equal(itemState(store.current, lesson), 'in-progress');
  });

  it('never makes reading fail, whatever it is', () => {
    fc.assert(fc.property(fc.anything(), (stored) => assert.equal(parseProgress(stored).progress.version, 1)), { seed: 1 });
  });
});
