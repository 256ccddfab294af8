import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InspectorAddress, Verdict } from '../../src/lab/verdict.ts';
import { request, resultOf, sourceGrader } from './support.ts';

interface Reply {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly hitBreakpoints?: readonly string[]; readonly callFrames?: readonly { readonly location: { readonly lineNumber: number } }[] };
  readonly result?: { readonly breakpointId?: string };
}

/** The little of the inspector's protocol that a debugger needs to stop at a breakpoint. */
class Debugger {
  private readonly socket: WebSocket;
  private readonly waiting: { readonly matches: (reply: Reply) => boolean; readonly resolve: (reply: Reply) => void }[] = [];
  private lastId = 0;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const reply = JSON.parse(String(data)) as Reply;
      const index = this.waiting.findIndex(({ matches }) => matches(reply));
      if (index >= 0) this.waiting.splice(index, 1)[0]?.resolve(reply);
    });
  }

  static async attach(url: string): Promise<Debugger> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', () => reject(new Error('No debugger can attach.')));
    });
    return new Debugger(socket);
  }

  send(method: string, params: object = {}): Promise<Reply> {
    const id = ++this.lastId;
    this.socket.send(JSON.stringify({ id, method, params }));
    return this.next((reply) => reply.id === id);
  }

  next(matches: (reply: Reply) => boolean): Promise<Reply> {
    return new Promise((resolve) => this.waiting.push({ matches, resolve }));
  }

  close(): void {
    this.socket.close();
  }
}

describe('debugging learner code', function () {
  this.timeout(30_000);
  const root = mkdtempSync(join(tmpdir(), 'dsm-debug-'));
  const grader = sourceGrader();
  after(() => {
    grader.dispose();
    rmSync(root, { recursive: true, force: true });
  });

  it('stops at a breakpoint in the learner’s file on disk, and then goes on to the verdict', async () => {
    const text = 'export const one = (): number => {\n  const result = 1;\n  return result;\n};\n';
    writeFileSync(join(root, 'index.ts'), text);
    let verdict: Promise<Verdict> | undefined;
    const address = await new Promise<InspectorAddress>((resolve, reject) => {
      verdict = grader.grade(request(text, `'it': (t) => { t.expect.equal(t.learner.call('one'), 1, 'one'); }`), { debug: { root, onInspector: resolve } });
      verdict.catch(reject);
    });
    assert.deepEqual([address.host, address.url.startsWith(`ws://127.0.0.1:${address.port}/`)], ['127.0.0.1', true]);

    const inspector = await Debugger.attach(address.url);
    await inspector.send('Runtime.enable');
    await inspector.send('Debugger.enable');
    const url = pathToFileURL(join(root, 'index.ts')).href;
    const breakpoint = await inspector.send('Debugger.setBreakpointByUrl', { url, lineNumber: 2 });
    const isPause = (reply: Reply): boolean => reply.method === 'Debugger.paused';
    const entry = inspector.next(isPause);
    await inspector.send('Runtime.runIfWaitingForDebugger');
    await entry;
    const stop = inspector.next(isPause);
    await inspector.send('Debugger.resume');
    const { hitBreakpoints, callFrames } = (await stop).params ?? {};
    assert.deepEqual([[...new Set(hitBreakpoints)], callFrames?.[0]?.location.lineNumber], [[breakpoint.result?.breakpointId], 2]);
    await inspector.send('Debugger.resume');
    inspector.close();
    assert.equal(resultOf((await verdict) ?? assert.fail(), 'it').state, 'passed');
  });
});
