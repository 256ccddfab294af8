/** Where a history of registers stands among the models, from the strongest to the weakest. */
import type { History } from '../history.ts';
import { checkLinearizability } from '../linearizability/check.ts';
import type { Model } from '../linearizability/model.ts';
import { checkCausal } from './causal.ts';
import type { RegisterHistory, RegisterOperation, Value } from './register-history.ts';
import { checkSequential } from './sequential.ts';
import { checkSession, SESSION_GUARANTEES } from './sessions.ts';

export const CONSISTENCY_MODELS = ['linearizable', 'sequential', 'CCv', 'CM', 'CC', 'PRAM', ...SESSION_GUARANTEES] as const;
export type ConsistencyModel = (typeof CONSISTENCY_MODELS)[number];

/** What each model brings with it at once: a history that keeps to it keeps to these too. */
export const IMPLIES: Readonly<Record<ConsistencyModel, readonly ConsistencyModel[]>> = {
  linearizable: ['sequential'],
  sequential: ['CCv', 'CM'],
  CCv: ['CC'],
  CM: ['CC', 'PRAM', 'writes-follow-reads'],
  CC: [],
  PRAM: ['read-your-writes', 'monotonic-reads', 'monotonic-writes'],
  'read-your-writes': [],
  'monotonic-reads': [],
  'monotonic-writes': [],
  'writes-follow-reads': [],
};

export type Standing = 'holds' | 'violated' | 'undecided';

/** Registers by key, as one object. */
export const registersByKey: Model<Value, RegisterOperation, Value> = {
  name: 'registers by key',
  initial: null,
  apply: (state, input, output) => (input.op === 'write' ? input.value : output === undefined || output === state ? state : undefined),
  key: (state) => JSON.stringify(state),
  partOf: ({ key }) => key,
};

/**
 * @returns for each model whether the history keeps to it
 * @throws RangeError for a history that can't be, or in which a value is written to a key twice
 */
export function standings(history: RegisterHistory): ReadonlyMap<ConsistencyModel, Standing> {
  return new Map(CONSISTENCY_MODELS.map((model) => [model, standing(history, model)]));
}

/** The models that the history keeps to and that no other one which it keeps to brings with it. */
export function strongestModels(history: RegisterHistory): ConsistencyModel[] {
  const holding = [...standings(history)].flatMap(([model, found]) => (found === 'holds' ? [model] : []));
  const implied = new Set(holding.flatMap(impliedBy));
  return holding.filter((model) => !implied.has(model));
}

function impliedBy(model: ConsistencyModel): ConsistencyModel[] {
  return IMPLIES[model].flatMap((weaker) => [weaker, ...impliedBy(weaker)]);
}

function standing(history: RegisterHistory, model: ConsistencyModel): Standing {
  switch (model) {
    case 'linearizable': {
      const { kind } = checkLinearizability(registersByKey, history as History<RegisterOperation, Value>);
      return kind === 'linearizable' ? 'holds' : kind;
    }
    case 'sequential':
      return checkSequential(registersByKey, history).kind;
    case 'CC':
    case 'CCv':
    case 'CM':
      return checkCausal(history, model).kind;
    default:
      return checkSession(history, model).kind;
  }
}
