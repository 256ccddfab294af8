/**
 * The one way in which a panel's webview and the extension talk.
 *
 * The webview says `ready` once it can draw; the extension answers with the whole state, and sends the whole state
 * again whenever it changes or the panel becomes visible (never a delta, so a hidden panel can't fall behind).
 * Everything that the webview wants is a request with an id; each request gets exactly one response or error.
 * `restore` is opaque to the webview: it keeps the latest one with `setState`, and VS Code hands it back to the
 * extension's serializer after a window reload. Beside it, under `look`, the webview keeps how it was arranged, of which
 * the extension knows nothing.
 */
import * as v from 'valibot';

/** Bumped when a message changes shape; a webview that was restored from an older version is told to reload. */
export const PROTOCOL_VERSION = 1;

export const RequestId = v.pipe(v.number(), v.integer(), v.minValue(1));

export const WebviewMessage = v.variant('kind', [
  v.object({ kind: v.literal('ready'), version: v.number() }),
  v.object({ kind: v.literal('request'), id: RequestId, method: v.string(), params: v.unknown() }),
  v.object({ kind: v.literal('cancel'), id: RequestId }),
]);
export type WebviewMessage = v.InferOutput<typeof WebviewMessage>;

export const HostMessage = v.variant('kind', [
  v.object({ kind: v.literal('state'), version: v.number(), state: v.unknown(), restore: v.optional(v.unknown()) }),
  v.object({ kind: v.literal('response'), id: RequestId, result: v.unknown(), restore: v.optional(v.unknown()) }),
  v.object({ kind: v.literal('error'), id: RequestId, message: v.string() }),
]);
export type HostMessage = v.InferOutput<typeof HostMessage>;

/** What a method takes and gives; both ends validate against the same two schemas. */
export interface MethodSchema {
  readonly params: v.GenericSchema;
  readonly result: v.GenericSchema;
}

/** A panel's contract: the state that it draws and the methods that it may call. */
export interface PanelContract {
  readonly state: v.GenericSchema;
  readonly methods: Readonly<Record<string, MethodSchema>>;
}

export type State<C extends PanelContract> = v.InferOutput<C['state']>;
export type MethodName<C extends PanelContract> = keyof C['methods'] & string;
export type Params<C extends PanelContract, M extends MethodName<C>> = v.InferOutput<C['methods'][M]['params']>;
export type Result<C extends PanelContract, M extends MethodName<C>> = v.InferOutput<C['methods'][M]['result']>;
