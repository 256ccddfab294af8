import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { createSession } from '../../../src/simulations/session.ts';
import type { SimulationSubject } from '../../../src/vscode/panels/simulation.ts';
import { linkOf } from '../../../src/vscode/sharing/run-link.ts';
import { uriHandler } from '../../../src/vscode/sharing/uri-handler.ts';
import { createFake } from '../fake.ts';

async function opened(link: string, answer?: string) {
  const fake = createFake();
  if (answer !== undefined) fake.answers.message = answer;
  const subjects: SimulationSubject[] = [];
  const { pathname, search } = new URL(link);
  const handler = uriHandler(fake.vscode, async (subject) => void subjects.push(subject));
  await handler.handleUri({ path: pathname, query: decodeURIComponent(search.slice(1)) } as vscode.Uri);
  return { subjects, shown: fake.shown };
}

describe('a link that is opened', () => {
  let link = '';
  before(async () => {
    const session = createSession('raft', { seed: 7 });
    await session.seek({ step: 40 });
    link = linkOf('vscode://publisher.name', await session.shared()) ?? '';
  });

  it('asks first, by the name of the simulation, and opens its run', async () => {
    const { subjects, shown } = await opened(link, 'Open Run');
    assert.deepEqual(shown, ['A link wants to open a run of the simulation "Raft". Open it?']);
    const [subject] = subjects;
    assert.ok(subject && 'shared' in subject);
    assert.deepEqual([subject.shared.title, subject.shared.run.session.cursor.step, subject.shared.run.session.values['seed']], ['Raft', 40, 7]);
  });

  it('opens nothing where the user does not want it', async () => {
    assert.deepEqual((await opened(link)).subjects, []);
  });

  it('says what is wrong with it, in few words, and asks nothing', async () => {
    for (const [bad, why] of [
      [link.replace('/run?', '/other?'), /leads to nothing that this version/],
      [link.slice(0, -20), /The link is damaged/],
      [link.replace('v=1', `v=${'9'.repeat(5_000)}`), /^The link is of version 9{20}; /],
    ] as const) {
      const { subjects, shown } = await opened(bad, 'Open Run');
      assert.deepEqual(subjects, []);
      assert.equal(shown.length, 1);
      assert.match(shown[0] ?? '', why);
      assert.ok((shown[0] ?? '').length < 500);
    }
  });
});
