import assert from 'node:assert/strict';
import { longScenario, ServerProcess } from './process.ts';

/** In milliseconds, with room for a machine that does other things besides; ten to twenty times less is usual. */
const SOON = 1_000;

describe('the language server in a process of its own', function () {
  this.timeout(30_000);
  const server = new ServerProcess();
  const uri = 'untitled:long';
  const text = longScenario(5_500);
  const line = text.split('\n').findIndex((each, index) => index > 3_000 && each.startsWith('finally'));

  before(async () => server.initialize());
  after(async () => server.stop());

  it('checks a scenario of 5,500 lines', async () => {
    server.open(uri, text);
    await server.nextDiagnostics();
    assert.deepEqual(server.diagnostics.get(uri), []);
  });

  it('completes it at every keystroke, and checks it when the writer pauses', async () => {
    const { told } = server;
    const word = 'finally: some server is leadr';
    server.insert(uri, { line, character: 0 }, '\n');
    for (const [index, letter] of [...word].entries()) {
      server.insert(uri, { line, character: index }, letter);
      const start = performance.now();
      const { items } = await server.complete(uri, { line, character: index + 1 });
      assert.ok(performance.now() - start < SOON, `it took ${performance.now() - start} ms`);
      if (word.slice(0, index + 1).endsWith(' is l')) assert.ok(items.some(({ label }) => label === 'leader'));
    }
    assert.ok(server.told - told <= 2, 'it was checked while it was written');
    await server.nextDiagnostics();
    assert.deepEqual(server.diagnostics.get(uri)?.map(({ message, range }) => [message, range.start.line]), [['No node is ever "leadr". Did you mean "leader"?', line]]);
  });

  it('forgets it when it is closed', async () => {
    const told = server.nextDiagnostics();
    server.close(uri);
    await told;
    assert.deepEqual(server.diagnostics.get(uri), []);
  });
});
