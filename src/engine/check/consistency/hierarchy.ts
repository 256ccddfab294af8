/** Where a history of registers stands among the models, from the strongest to the weakest. */
import type { History } from '../history.ts';
import { checkLinearizability, type Budget } from '../linearizability/check.ts';
import { checkCausal } from './causal.ts';
import { GENEROUS } from './meter.ts';
import { checkPram } from './pram.ts';
import { registersByKey, type RegisterHistory, type RegisterOperation, type Value } from './register-history.ts';
import { checkSequentialRegisters } from './sequential-registers.ts';
import { checkSession, SESSION_GUARANTEES } from './sessions.ts';
import type { Consistency } from './verdict.ts';

/** Each after all that bring it with them. */
export const CONSISTENCY_MODELS = ['linearizable', 'sequential', 'CCv', 'CM', 'CC', 'PRAM', ...SESSION_GUARANTEES] as const;
export type ConsistencyModel = (typeof CONSISTENCY_MODELS)[number];

/**
 * What each model brings with it at once: a history that keeps to it keeps to these too. CCv does not bring PRAM: its
 * processes share one order of writes, but one of them may come to see a write after others that follow it in that order.
 */
export const IMPLIES: Readonly<Record<ConsistencyModel, readonly ConsistencyModel[]>> = {
  linearizable: ['sequential'],
  sequential: ['CCv', 'CM'],
  CCv: ['CC', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'],
  CM: ['CC', 'PRAM', 'writes-follow-reads'],
  CC: ['read-your-writes'],
  PRAM: ['read-your-writes', 'monotonic-reads', 'monotonic-writes'],
  'read-your-writes': [],
  'monotonic-reads': [],
  'monotonic-writes': [],
  'writes-follow-reads': [],
};

export interface Placement {
  /** What is said of each model. Where another model settles it, the reason or the orders are those of the other. */
  readonly verdicts: ReadonlyMap<ConsistencyModel, Consistency>;
  /** The models that the history keeps to and that no other one which it keeps to brings with it. */
  readonly strongest: readonly ConsistencyModel[];
}

/**
 * @param budget of each model's check
 * @throws RangeError for a history that can't be
 */
export function placeOf(history: RegisterHistory, budget: Budget = GENEROUS): Placement {
  const verdicts = new Map<ConsistencyModel, Consistency>();
  for (const model of CONSISTENCY_MODELS.toReversed()) {
    const broken = IMPLIES[model].map((weaker) => verdicts.get(weaker)!).find(({ kind }) => kind === 'violated');
    verdicts.set(model, broken ?? check(history, model, budget));
  }
  for (const model of CONSISTENCY_MODELS) {
    const verdict = verdicts.get(model)!;
    if (verdict.kind !== 'holds') continue;
    for (const weaker of IMPLIES[model]) if (verdicts.get(weaker)!.kind === 'undecided') verdicts.set(weaker, verdict);
  }
  const inOrder = new Map(CONSISTENCY_MODELS.map((model) => [model, verdicts.get(model)!]));
  return { verdicts: inOrder, strongest: strongestOf(inOrder) };
}

/** The models that the history keeps to and that no other one which it keeps to brings with it. */
export function strongestModels(history: RegisterHistory, budget?: Budget): readonly ConsistencyModel[] {
  return placeOf(history, budget).strongest;
}

function strongestOf(verdicts: ReadonlyMap<ConsistencyModel, Consistency>): ConsistencyModel[] {
  const holding = CONSISTENCY_MODELS.filter((model) => verdicts.get(model)!.kind === 'holds');
  const implied = new Set(holding.flatMap((model) => IMPLIES[model]));
  return holding.filter((model) => !implied.has(model));
}

function check(history: RegisterHistory, model: ConsistencyModel, budget: Budget): Consistency {
  switch (model) {
    case 'linearizable':
      return linearizability(history, budget);
    case 'sequential':
      return checkSequentialRegisters(history, budget);
    case 'CC':
    case 'CCv':
    case 'CM':
      return checkCausal(history, model, budget);
    case 'PRAM':
      return checkPram(history, budget);
    default:
      return checkSession(history, model, budget);
  }
}

/** What is said of linearizability, in the words of the other models. */
function linearizability(history: RegisterHistory, budget: Budget): Consistency {
  const verdict = checkLinearizability(registersByKey, history as History<RegisterOperation, Value>, budget);
  switch (verdict.kind) {
    case 'linearizable':
      return { kind: 'holds', orders: verdict.orders };
    case 'undecided':
      return { kind: 'undecided', states: verdict.configurations };
    case 'violated': {
      const { part, operations, from, until } = verdict.conflict;
      const message = `No order of these operations${part === '' ? '' : ` on ${part}`} explains what they gave between ${from} and ${until}.`;
      return { kind: 'violated', reason: { pattern: 'no-linearization', message, operations, edges: [], support: [] } };
    }
  }
}
