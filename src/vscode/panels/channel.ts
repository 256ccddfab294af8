/** The extension's end of a panel's message contract: one whole state when asked, one answer to every request. */
import * as v from 'valibot';
import {
  PROTOCOL_VERSION,
  WebviewMessage,
  type HostMessage,
  type MethodName,
  type PanelContract,
  type Params,
  type Result,
  type State,
} from '../../contract/protocol.ts';
import type { Disposable } from '../disposables.ts';
import { messageOf } from '../errors.ts';

/** What a webview and the extension throw messages through. */
export interface MessagePort {
  postMessage(message: HostMessage): PromiseLike<boolean>;
  onDidReceiveMessage(listener: (message: unknown) => void): Disposable;
}

/** What a panel shows, and what it does when its webview asks. */
export interface PanelModel<C extends PanelContract> {
  state(): Promise<State<C>>;
  readonly methods: { readonly [M in MethodName<C>]: (params: Params<C, M>, signal: AbortSignal) => Promise<Result<C, M>> };
  /** Plain data from which the panel can be rebuilt after a window reload. */
  restoreData(): unknown;
}

export interface ChannelOptions<C extends PanelContract> {
  readonly contract: C;
  readonly port: MessagePort;
  readonly model: PanelModel<C>;
  /** The webview runs the script of another version of the extension. */
  onVersionMismatch(version: number): void;
  /** What a developer has to know: messages that broke the contract, and results that would have. */
  warn(message: string): void;
}

/** Requests are carried out one at a time, in the order in which they came; what was cancelled before its turn is not begun. */
export class Channel<C extends PanelContract> implements Disposable {
  readonly #options: ChannelOptions<C>;
  readonly #subscription: Disposable;
  readonly #running = new Map<number, AbortController>();
  #queue: Promise<void> = Promise.resolve();
  #disposed = false;

  constructor(options: ChannelOptions<C>) {
    this.#options = options;
    this.#subscription = options.port.onDidReceiveMessage((message) => this.#receive(message));
  }

  /** Sends the whole state, after the requests that are under way. */
  pushState(): Promise<void> {
    return this.#enqueue(async () => {
      const { contract, model } = this.#options;
      const state = v.parse(contract.state, await model.state());
      this.#post({ kind: 'state', version: PROTOCOL_VERSION, state, restore: model.restoreData() });
    });
  }

  dispose(): void {
    this.#disposed = true;
    this.#subscription.dispose();
    for (const controller of this.#running.values()) controller.abort();
  }

  #receive(raw: unknown): void {
    const parsed = v.safeParse(WebviewMessage, raw);
    if (!parsed.success) {
      this.#options.warn(`A panel sent a message that is no part of the contract: ${parsed.issues[0].message}`);
      return;
    }
    const message = parsed.output;
    switch (message.kind) {
      case 'ready':
        if (message.version === PROTOCOL_VERSION) void this.pushState();
        else this.#options.onVersionMismatch(message.version);
        return;
      case 'cancel':
        this.#running.get(message.id)?.abort();
        return;
      case 'request':
        this.#request(message.id, message.method, message.params);
        return;
    }
  }

  #request(id: number, method: string, params: unknown): void {
    if (this.#running.has(id)) {
      this.#options.warn(`A panel used the request id ${id} while it was under way.`);
      return;
    }
    const controller = new AbortController();
    this.#running.set(id, controller);
    void this.#enqueue(async () => {
      const answer = await this.#answer(id, method, params, controller.signal);
      this.#running.delete(id);
      this.#post(answer);
    });
  }

  async #answer(id: number, method: string, params: unknown, signal: AbortSignal): Promise<HostMessage> {
    try {
      const { result, restore } = await this.#call(method, params, signal);
      return { kind: 'response', id, result, restore };
    } catch (error) {
      return { kind: 'error', id, message: signal.aborted ? 'This was cancelled.' : messageOf(error) };
    }
  }

  async #call(method: string, params: unknown, signal: AbortSignal): Promise<{ result: unknown; restore: unknown }> {
    signal.throwIfAborted();
    const { contract, model, warn } = this.#options;
    const schema = Object.hasOwn(contract.methods, method) ? contract.methods[method] : undefined;
    if (!schema) throw new Error(`This panel has no method "${method}".`);
    const input = v.safeParse(schema.params, params);
    if (!input.success) throw new Error(`"${method}" can't take these parameters: ${input.issues[0].message}`);
    const handler = model.methods[method as MethodName<C>];
    const output = v.safeParse(schema.result, await handler(input.output as Params<C, MethodName<C>>, signal));
    signal.throwIfAborted();
    if (!output.success) {
      warn(`"${method}" gave a result that breaks the contract: ${describeIssue(output.issues[0])}`);
      throw new Error(`"${method}" failed inside the extension; the log names the cause.`);
    }
    return { result: output.output, restore: model.restoreData() };
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(task).catch((error: unknown) => this.#options.warn(messageOf(error)));
    return this.#queue;
  }

  #post(message: HostMessage): void {
    if (!this.#disposed) void this.#options.port.postMessage(message);
  }
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  return `${v.getDotPath(issue) ?? 'the value'}: ${issue.message}`;
}
