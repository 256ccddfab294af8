/**
 * The webview's end of a panel's contract: the handshake, the state as a signal, and requests as promises. Every message
 * from the extension is checked against the contract before anything sees it.
 */
import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import * as v from 'valibot';
import {
  HostMessage,
  PROTOCOL_VERSION,
  type MethodName,
  type PanelContract,
  type Params,
  type Result,
  type State,
  type WebviewMessage,
} from '../../src/contract/protocol.ts';

const READY_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;

interface VsCodeApi {
  postMessage(message: WebviewMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** What VS Code keeps of a page: what the extension wants to have back, and `look`. */
const Kept = v.looseObject({ look: v.optional(v.unknown()) });
type Kept = v.InferOutput<typeof Kept>;

export interface RequestOptions {
  /** Aborting it cancels the request: the promise is rejected with the signal's reason and the extension is told. */
  readonly signal?: AbortSignal;
  /** Milliseconds; 15 seconds unless told otherwise. */
  readonly timeout?: number;
}

export interface Bridge<C extends PanelContract> {
  /** Null until the extension has answered `ready`. A response that is a whole state of the panel replaces it too. */
  readonly state: ReadonlySignal<State<C> | null>;
  /** What is wrong with the connection itself, in words for the user; null while nothing is. */
  readonly fault: ReadonlySignal<string | null>;
  /** What an earlier page of this panel has had remembered, unchecked; undefined where there was none. */
  readonly look: unknown;
  /** Keeps plain data, until the panel is closed, for pages to come: a panel that is hidden loses its page. */
  remember(look: unknown): void;
  /** @throws RequestError when the extension refuses, does not answer in time, or answers with something malformed */
  request<M extends MethodName<C>>(method: M, params: Params<C, M>, options?: RequestOptions): Promise<Result<C, M>>;
}

/** A request that came to nothing; the message is meant for the user. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
}

/** Says `ready` and listens. Call it once: VS Code hands out its API a single time per page. */
export function connect<C extends PanelContract>(contract: C): Bridge<C> {
  const connection = new Connection(contract, acquireVsCodeApi());
  connection.open();
  return connection;
}

interface Pending {
  readonly schema: v.GenericSchema;
  readonly isState: boolean;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

class Connection<C extends PanelContract> implements Bridge<C> {
  readonly state: Signal<State<C> | null> = signal(null);
  readonly fault: Signal<string | null> = signal(null);
  private readonly contract: C;
  private readonly api: VsCodeApi;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private kept: Kept;

  constructor(contract: C, api: VsCodeApi) {
    this.contract = contract;
    this.api = api;
    const kept = v.safeParse(Kept, api.getState());
    this.kept = kept.success ? kept.output : {};
  }

  get look(): unknown {
    return this.kept.look;
  }

  remember(look: unknown): void {
    this.keep({ ...this.kept, look });
  }

  open(): void {
    window.addEventListener('message', (event) => {
      // A frame inside this page, such as a diagram's, talks to the same window but is no extension; it is sandboxed, so
      // its origin is another. (VS Code hides `window.parent`, so the sender can't be told by that.)
      if (event.origin === window.origin) this.receive(event.data);
    });
    setTimeout(() => {
      if (this.state.value === null && this.fault.value === null) {
        this.fault.value = 'The extension does not answer. Close this panel and open it again.';
      }
    }, READY_TIMEOUT_MS);
    this.api.postMessage({ kind: 'ready', version: PROTOCOL_VERSION });
  }

  request<M extends MethodName<C>>(method: M, params: Params<C, M>, options: RequestOptions = {}): Promise<Result<C, M>> {
    const schema = this.contract.methods[method]?.result;
    if (schema === undefined) throw new TypeError(`The contract has no method "${method}".`);
    const { signal: aborted, timeout = REQUEST_TIMEOUT_MS } = options;
    if (aborted?.aborted) return Promise.reject(cancellation(aborted));
    this.lastId += 1;
    const id = this.lastId;
    return new Promise<Result<C, M>>((resolve, reject) => {
      const giveUp = (reason: Error): void => {
        this.api.postMessage({ kind: 'cancel', id });
        this.pending.get(id)?.reject(reason);
      };
      const onAbort = (): void => {
        if (aborted) giveUp(cancellation(aborted));
      };
      const timer = setTimeout(() => {
        giveUp(new RequestError(`The extension did not answer "${method}" within ${timeout / 1000} seconds. Try again.`));
      }, timeout);
      const settled = (): void => {
        clearTimeout(timer);
        aborted?.removeEventListener('abort', onAbort);
        this.pending.delete(id);
      };
      aborted?.addEventListener('abort', onAbort);
      this.pending.set(id, {
        schema,
        isState: schema === this.contract.state,
        resolve: (result) => {
          settled();
          // `schema` is the method's own and has accepted it.
          resolve(result);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      this.api.postMessage({ kind: 'request', id, method, params });
    });
  }

  private receive(data: unknown): void {
    const parsed = v.safeParse(HostMessage, data);
    if (!parsed.success) {
      this.fault.value = `The extension sent a message that this panel does not understand: ${describeIssue(parsed.issues)}`;
      return;
    }
    const message = parsed.output;
    switch (message.kind) {
      case 'state':
        if (this.takeState(message.version, message.state)) this.keepRestore(message.restore);
        return;
      case 'response':
        if (this.takeResponse(message.id, message.result)) this.keepRestore(message.restore);
        return;
      case 'error':
        this.pending.get(message.id)?.reject(new RequestError(message.message));
        return;
    }
  }

  private takeState(version: number, state: unknown): boolean {
    if (version !== PROTOCOL_VERSION) {
      this.fault.value = 'This panel was opened by another version of the extension. Close it and open it again.';
      return false;
    }
    const parsed = v.safeParse(this.contract.state, state);
    if (!parsed.success) {
      this.fault.value = `The extension sent a state that this panel can't show: ${describeIssue(parsed.issues)}`;
      return false;
    }
    this.fault.value = null;
    this.state.value = parsed.output;
    return true;
  }

  /** An answer that nobody waits for any more (it was cancelled or came too late) is dropped. */
  private takeResponse(id: number, result: unknown): boolean {
    const pending = this.pending.get(id);
    if (pending === undefined) return false;
    const parsed = v.safeParse(pending.schema, result);
    if (!parsed.success) {
      pending.reject(new RequestError(`The extension's answer can't be shown: ${describeIssue(parsed.issues)}`));
      return false;
    }
    if (pending.isState) this.state.value = parsed.output;
    pending.resolve(parsed.output);
    return true;
  }

  private keepRestore(restore: unknown): void {
    const { look } = this;
    const plain = v.safeParse(Kept, restore);
    if (plain.success) this.keep({ ...plain.output, ...(look !== undefined && { look }) });
  }

  private keep(kept: Kept): void {
    this.kept = kept;
    this.api.setState(kept);
  }
}

function cancellation({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new RequestError('This was cancelled.');
}

function describeIssue([issue]: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const path = v.getDotPath(issue);
  return path === null ? `${issue.message}.` : `${issue.message} at ${path}.`;
}
