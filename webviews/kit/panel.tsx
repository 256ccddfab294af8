/** Puts a panel on the page: waits for the first state, shows failures, and hands the view what it works with. */
import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { render, type ComponentChildren } from 'preact';
import type { MethodName, PanelContract, Params, Result, State } from '../../src/contract/protocol.ts';
import { ErrorBanner } from './banner.tsx';
import { connect, type Bridge } from './bridge.ts';

/** What the view of a connected panel works with. */
export interface Panel<C extends PanelContract> {
  /** The latest whole state from the extension. */
  readonly state: ReadonlySignal<State<C>>;
  /** Why the last request failed; shown above the view until it is dismissed or another request succeeds. */
  readonly failure: Signal<string | null>;
  readonly request: Bridge<C>['request'];
  /** What an earlier page has had remembered, unchecked. */
  readonly look: unknown;
  readonly remember: Bridge<C>['remember'];
  /** Requests, and shows a failure instead of throwing it: null means that it failed. */
  attempt<M extends MethodName<C>>(method: M, params: Params<C, M>): Promise<Result<C, M> | null>;
}

/** Connects and draws `view` into the page's `#root` once there is a state. */
export function mountPanel<C extends PanelContract>(contract: C, view: (panel: Panel<C>) => ComponentChildren): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no element with id "root" to draw into.');
  const bridge = connect(contract);
  const panel = panelOf(bridge);
  let drawn: ComponentChildren = null;
  const Shell = () => {
    if (bridge.state.value !== null) drawn ??= view(panel);
    return (
      <>
        {bridge.fault.value === null ? null : (
          <div class="banner banner-error" role="alert">
            {bridge.fault.value}
          </div>
        )}
        <ErrorBanner failure={panel.failure} />
        {drawn ?? <p class="loading" role="status">Loading…</p>}
      </>
    );
  };
  render(<Shell />, root);
}

function panelOf<C extends PanelContract>(bridge: Bridge<C>): Panel<C> {
  const failure = signal<string | null>(null);
  return {
    // `view` is first drawn when there is a state, and a state is never taken away again.
    state: bridge.state,
    failure,
    request: (method, params, options) => bridge.request(method, params, options),
    look: bridge.look,
    remember: (look) => bridge.remember(look),
    attempt: async (method, params) => {
      try {
        const result = await bridge.request(method, params);
        failure.value = null;
        return result;
      } catch (error) {
        failure.value = error instanceof Error ? error.message : String(error);
        return null;
      }
    },
  };
}
