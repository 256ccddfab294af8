/** Linearizability by trying every order: slow, and simple enough to be believed. */
import type { History } from '../../../../src/engine/check/history.ts';
import type { Model } from '../../../../src/engine/check/linearizability/model.ts';

/** @param starts the states that each part of the object may be in at the beginning */
export function isLinearizable<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, starts: readonly State[] = [model.initial]): boolean {
  const parts = new Set(history.map(({ input }) => model.partOf?.(input)));
  return [...parts].every((part) => {
    const ofPart = history.filter(({ input }) => model.partOf?.(input) === part);
    return starts.some((start) => canGoOn(model, ofPart, new Set(ofPart.keys()), start));
  });
}

/** The states that some order of some of the operations leads to. */
export function reachableStates<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>): State[] {
  const states = new Map<string, State>();
  canGoOn(model, history, new Set(history.keys()), model.initial, (state) => {
    states.set(model.key(state), state);
    return false;
  });
  return [...states.values()];
}

/** @param isEnough ends the search at a state; by default where all that returned has taken effect */
function canGoOn<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: History<Input, Output>,
  left: ReadonlySet<number>,
  state: State,
  isEnough = (_: State, ids: readonly number[]) => ids.every((id) => history[id]?.returned === Infinity),
): boolean {
  const ids = [...left];
  if (isEnough(state, ids)) return true;
  const firstReturn = Math.min(...ids.map((id) => history[id]?.returned ?? Infinity));
  return ids.some((id) => {
    const operation = history[id];
    if (!operation || operation.invoked > firstReturn) return false;
    const after = model.apply(state, operation.input, operation.output);
    return after !== undefined && canGoOn(model, history, new Set(ids.filter((other) => other !== id)), after, isEnough);
  });
}
