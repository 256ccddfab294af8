import assert from 'node:assert/strict';
import * as v from 'valibot';
import { PROTOCOL_VERSION, type HostMessage, type PanelContract } from '../../src/contract/protocol.ts';
import { Channel, type PanelModel } from '../../src/vscode/panels/channel.ts';

const contract = {
  state: v.object({ count: v.number() }),
  methods: {
    add: { params: v.object({ by: v.number() }), result: v.object({ count: v.number() }) },
    wait: { params: v.null(), result: v.null() },
    lie: { params: v.null(), result: v.string() },
  },
} as const satisfies PanelContract;

function open() {
  const sent: HostMessage[] = [];
  const warnings: string[] = [];
  const mismatches: number[] = [];
  let listener: (message: unknown) => void = () => undefined;
  let count = 0;
  const waits: { resolve(): void; readonly signal: AbortSignal }[] = [];
  const model: PanelModel<typeof contract> = {
    state: async () => ({ count }),
    restoreData: () => ({ kept: count }),
    methods: {
      add: async ({ by }) => {
        if (by < 0) throw new Error('Only upwards.');
        count += by;
        return { count };
      },
      wait: (_params, signal) => new Promise((resolve) => waits.push({ signal, resolve: () => resolve(null) })),
      lie: async () => 7 as unknown as string,
    },
  };
  const channel = new Channel({
    contract,
    model,
    port: {
      postMessage: async (message) => sent.push(message) > 0,
      onDidReceiveMessage: (added) => {
        listener = added;
        return { dispose: () => (listener = () => undefined) };
      },
    },
    onVersionMismatch: (version) => mismatches.push(version),
    warn: (message) => warnings.push(message),
  });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return { channel, sent, warnings, mismatches, waits, settle, say: (message: unknown) => listener(message) };
}

describe('a panel\'s channel', () => {
  it('answers ready with the whole state', async () => {
    const { say, sent, settle } = open();
    say({ kind: 'ready', version: PROTOCOL_VERSION });
    await settle();
    assert.deepEqual(sent, [{ kind: 'state', version: PROTOCOL_VERSION, state: { count: 0 }, restore: { kept: 0 } }]);
  });

  it('tells when the webview speaks another version, and sends it nothing', async () => {
    const { say, sent, mismatches, settle } = open();
    say({ kind: 'ready', version: PROTOCOL_VERSION + 1 });
    await settle();
    assert.deepEqual([sent, mismatches], [[], [PROTOCOL_VERSION + 1]]);
  });

  it('answers each request once, in order, with what the panel is rebuilt from', async () => {
    const { say, sent, settle } = open();
    say({ kind: 'request', id: 1, method: 'add', params: { by: 2 } });
    say({ kind: 'request', id: 2, method: 'add', params: { by: 3 } });
    await settle();
    assert.deepEqual(sent, [
      { kind: 'response', id: 1, result: { count: 2 }, restore: { kept: 2 } },
      { kind: 'response', id: 2, result: { count: 5 }, restore: { kept: 5 } },
    ]);
  });

  const refusals: readonly (readonly [string, unknown, RegExp])[] = [
    ['a method that there is not', { method: 'toString', params: null }, /no method "toString"/],
    ['parameters that break the contract', { method: 'add', params: { by: 'two' } }, /"add" can't take these parameters/],
    ['what the model refuses', { method: 'add', params: { by: -1 } }, /Only upwards\./],
    ['a result that breaks the contract', { method: 'lie', params: null }, /failed inside the extension/],
  ];
  for (const [what, request, message] of refusals) {
    it(`answers ${what} with an error`, async () => {
      const { say, sent, settle } = open();
      say({ kind: 'request', id: 1, ...(request as object) });
      await settle();
      assert.equal(sent.length, 1);
      const [answer] = sent;
      assert.equal(answer?.kind, 'error');
      assert.match(answer.message, message);
    });
  }

  it('drops what is no message', async () => {
    const { say, sent, warnings, settle } = open();
    for (const message of [null, 'hello', { kind: 'request', id: 0, method: 'add' }, { kind: 'quit' }]) say(message);
    await settle();
    assert.deepEqual([sent, warnings.length], [[], 4]);
  });

  it('cancels what is under way and what waits, each with one answer', async () => {
    const { say, sent, waits, settle } = open();
    say({ kind: 'request', id: 1, method: 'wait', params: null });
    say({ kind: 'request', id: 2, method: 'add', params: { by: 1 } });
    await settle();
    say({ kind: 'cancel', id: 2 });
    say({ kind: 'cancel', id: 1 });
    assert.equal(waits[0]?.signal.aborted, true);
    waits[0].resolve();
    await settle();
    assert.deepEqual(sent, [
      { kind: 'error', id: 1, message: 'This was cancelled.' },
      { kind: 'error', id: 2, message: 'This was cancelled.' },
    ]);
  });

  it('says nothing once it is disposed of', async () => {
    const { channel, say, sent, waits, settle } = open();
    say({ kind: 'request', id: 1, method: 'wait', params: null });
    await settle();
    channel.dispose();
    waits[0]?.resolve();
    say({ kind: 'ready', version: PROTOCOL_VERSION });
    await settle();
    assert.deepEqual(sent, []);
  });
});
