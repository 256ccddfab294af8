/** What the clients of a system see, and whether it keeps to a consistency model. */
import { Meter } from '../check/consistency/meter.ts';
import { findOrder } from '../check/consistency/sequential.ts';
import { validateHistory, type History } from '../check/history.ts';
import { checkLinearizability, type Budget } from '../check/linearizability/check.ts';
import type { Model } from '../check/linearizability/model.ts';
import type { TraceEvent } from '../sim/trace.ts';
import type { HistoryModel } from './scene.ts';
import type { Truth } from './truth.ts';

export interface ClientHistory {
  /** The object that they use, such as "key-value store of whole numbers". */
  readonly object: string;
  /** Whether an event is one that the history is made of: an operation begins or ends with it. */
  isOfHistory(event: TraceEvent): boolean;
  /** @param events those that the history is made of, in order */
  historyOf(events: readonly TraceEvent[]): History<unknown, unknown>;
  /** @param events as for `historyOf` */
  judge(events: readonly TraceEvent[], model: HistoryModel, budget: Budget): Truth;
}

/** Of an object whose sequential specification is known. */
export function clientHistory<State, Input, Output>(
  model: Model<State, Input, Output>,
  { isOfHistory, historyOf }: Pick<ClientHistory, 'isOfHistory'> & { historyOf(events: readonly TraceEvent[]): History<Input, Output> },
): ClientHistory {
  return {
    object: model.name,
    isOfHistory,
    historyOf,
    judge(events, consistency, budget) {
      const history = historyOf(events);
      switch (consistency) {
        case 'linearizable':
          return isLinearizable(model, history, budget);
        case 'sequentially consistent':
          return isSequential(model, history, budget);
      }
    },
  };
}

/** As `checkSequential`, without the reason. */
function isSequential<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, budget: Budget): Truth {
  validateHistory(history);
  return new Meter(budget).attempt(budget.moves, (meter) => findOrder(model, history, meter, []) !== undefined) ?? 'undecided';
}

function isLinearizable<State, Input, Output>(model: Model<State, Input, Output>, history: History<Input, Output>, budget: Budget): Truth {
  const { kind } = checkLinearizability(model, history, budget);
  return kind === 'undecided' ? kind : kind === 'linearizable';
}
