import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { PROTOCOL_VERSION } from '../../src/contract/protocol.ts';

/** A contract of one method, and what the tests want to know of a bridge; runs in the page. */
const SCRIPT = `
import * as v from 'valibot';
import { connect } from './bridge.ts';
const Counter = v.object({ count: v.number() });
window.sent = [];
window.kept = [];
window.acquireVsCodeApi = () => ({ postMessage: (message) => window.sent.push(message), getState: () => window.keptBefore, setState: (state) => window.kept.push(state) });
const bridge = connect({ state: Counter, methods: { add: { params: v.object({ by: v.number() }), result: Counter }, name: { params: v.null(), result: v.string() } } });
window.bridge = bridge;
window.answers = [];
window.ask = (method, params, options) => {
  bridge.request(method, params, options).then((result) => window.answers.push({ result }), (error) => window.answers.push({ error: error.message }));
};
`;

interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}

describe('the bridge', function () {
  this.timeout(30_000);
  let browser: Browser;
  let script: string;
  let page: Page;

  before(async () => {
    browser = await launchChromium();
    const resolveDir = fileURLToPath(new URL('../../webviews/kit/', import.meta.url));
    const { outputFiles } = await esbuild.build({ stdin: { contents: SCRIPT, resolveDir, loader: 'ts' }, bundle: true, format: 'iife', write: false });
    script = outputFiles[0]?.text ?? '';
  });
  after(() => browser.close());
  beforeEach(async () => {
    page = await browser.newPage();
    await page.clock.install();
    // Only a page with an address has an origin to tell it from the frames inside it.
    await page.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '<!DOCTYPE html>' }));
    await page.goto('http://127.0.0.1/');
    await page.addScriptTag({ content: script });
  });
  afterEach(() => page.close());

  const sent = (): Promise<unknown> => page.evaluate('sent');
  const answers = (): Promise<readonly Answer[]> => page.evaluate('answers');
  const state = (): Promise<unknown> => page.evaluate('bridge.state.value');
  const fault = (): Promise<string | null> => page.evaluate('bridge.fault.value');
  /** Resolves when the page has handled the message. */
  const receive = (message: unknown): Promise<unknown> =>
    page.evaluate(`new Promise((done) => {
      addEventListener('message', () => queueMicrotask(done), { once: true });
      postMessage(${JSON.stringify(message)});
    })`);
  const ready = (): Promise<unknown> => receive({ kind: 'state', version: PROTOCOL_VERSION, state: { count: 1 }, restore: { saved: 1 } });

  it('keeps how the panel is arranged beside what the extension wants to have back, and finds it again', async () => {
    await ready();
    await page.evaluate("bridge.remember({ wide: true })");
    await receive({ kind: 'state', version: PROTOCOL_VERSION, state: { count: 2 }, restore: { saved: 2 } });
    const kept = await page.evaluate<unknown[]>('kept');
    assert.deepEqual(kept, [{ saved: 1 }, { saved: 1, look: { wide: true } }, { saved: 2, look: { wide: true } }]);
    await page.evaluate(`window.keptBefore = ${JSON.stringify(kept.at(-1))}`);
    await page.addScriptTag({ content: script });
    assert.deepEqual(await page.evaluate('bridge.look'), { wide: true });
  });

  it('says that it is ready, and takes the state', async () => {
    assert.deepEqual(await sent(), [{ kind: 'ready', version: PROTOCOL_VERSION }]);
    assert.equal(await state(), null);
    await ready();
    assert.deepEqual(await state(), { count: 1 });
    assert.deepEqual(await page.evaluate('kept'), [{ saved: 1 }]);
  });

  it('gives an answer to the request that it belongs to', async () => {
    await ready();
    await page.evaluate('ask("name", null); ask("add", { by: 2 })');
    await receive({ kind: 'response', id: 2, result: { count: 3 }, restore: { saved: 2 } });
    await receive({ kind: 'response', id: 1, result: 'counter' });
    assert.deepEqual(await answers(), [{ result: { count: 3 } }, { result: 'counter' }]);
    assert.deepEqual(await state(), { count: 3 }, 'a result that is a state is shown');
    assert.deepEqual(await page.evaluate('kept'), [{ saved: 1 }, { saved: 2 }]);
  });

  it('rejects with the words of an error reply', async () => {
    await page.evaluate('ask("add", { by: 2 })');
    await receive({ kind: 'error', id: 1, message: 'It is full.' });
    assert.deepEqual(await answers(), [{ error: 'It is full.' }]);
  });

  it('gives up on an answer that does not come, and drops it when it comes late', async () => {
    await page.evaluate('ask("name", null, { timeout: 2000 })');
    await page.clock.runFor(2_001);
    assert.match((await answers())[0]?.error ?? '', /within 2 seconds/);
    await receive({ kind: 'response', id: 1, result: 'late' });
    assert.equal((await answers()).length, 1);
    assert.deepEqual(await sent(), [
      { kind: 'ready', version: PROTOCOL_VERSION },
      { kind: 'request', id: 1, method: 'name', params: null },
      { kind: 'cancel', id: 1 },
    ]);
  });

  it('cancels', async () => {
    await page.evaluate('window.controller = new AbortController(); ask("name", null, { signal: controller.signal }); controller.abort()');
    assert.match((await answers())[0]?.error ?? '', /abort/i);
    assert.deepEqual((await page.evaluate<readonly unknown[]>('sent')).at(-1), { kind: 'cancel', id: 1 });
    await page.evaluate('ask("name", null, { signal: controller.signal })');
    assert.equal((await page.evaluate<readonly unknown[]>('sent')).length, 3, 'nothing is sent that was cancelled before');
  });

  it('shows nothing that breaks the contract', async () => {
    await ready();
    await receive({ kind: 'state', version: PROTOCOL_VERSION, state: { count: 'many' } });
    assert.deepEqual(await state(), { count: 1 });
    assert.match((await fault()) ?? '', /at count/);
    await receive({ kind: 'gossip' });
    assert.match((await fault()) ?? '', /does not understand/);
    await page.evaluate('ask("name", null)');
    await receive({ kind: 'response', id: 1, result: 42 });
    assert.match((await answers())[0]?.error ?? '', /can't be shown/);
    await ready();
    assert.equal(await fault(), null, 'a sound state mends it');
  });

  it('says so when the extension is of another version', async () => {
    await receive({ kind: 'state', version: PROTOCOL_VERSION + 1, state: { count: 1 } });
    assert.equal(await state(), null);
    assert.match((await fault()) ?? '', /another version/);
  });

  it('says so when the extension does not answer', async () => {
    await page.clock.runFor(10_001);
    assert.match((await fault()) ?? '', /does not answer/);
  });

  it('does not listen to frames inside the page', async () => {
    await page.evaluate(`new Promise((done) => {
      const frame = document.createElement('iframe');
      addEventListener('message', () => queueMicrotask(done), { once: true });
      frame.sandbox = 'allow-scripts';
      frame.srcdoc = '<script>parent.postMessage({ kind: "state", version: ${PROTOCOL_VERSION}, state: { count: 666 } }, "*")</' + 'script>';
      document.body.append(frame);
    })`);
    assert.equal(await state(), null);
    assert.equal(await fault(), null);
  });
});
