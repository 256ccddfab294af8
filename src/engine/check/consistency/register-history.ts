/** Histories of registers by key: what the models weaker than linearizability are about. */
import type { History, Operation } from '../history.ts';
import type { Model } from '../linearizability/model.ts';
import type { CasInput, Content, Keyed, KeyValueInput, RegisterInput } from '../linearizability/models.ts';

export type Value = Content;

export interface RegisterRead {
  readonly op: 'read';
  readonly key: string;
}

export interface RegisterWrite {
  readonly op: 'write';
  readonly key: string;
  readonly value: Value;
}

export type RegisterOperation = RegisterRead | RegisterWrite;

/** A read's output is what it read, null where nothing was written yet; a write's is of no account. */
export type RegisterHistory = History<RegisterOperation, Value>;

/** The same as an object. */
export const registersByKey: Model<Value, RegisterOperation, Value> = {
  name: 'registers by key',
  initial: null,
  apply: (state, input, output) => (input.op === 'write' ? input.value : output === undefined || output === state ? state : undefined),
  key: (state) => JSON.stringify(state),
  observes: ({ op }) => op === 'read',
  partOf: ({ key }) => key,
};

/** What operations of registers look like elsewhere: of one register, of many that are independent, of a key-value store. */
export type ForeignInput = RegisterInput | CasInput | Keyed<RegisterInput | CasInput> | KeyValueInput;

/**
 * A history of one register, of many by key, or of a key-value store, as one of registers by key. Operations keep their
 * positions. One register has the key ''.
 * @param initial what reads give before the first write; the empty text is a key-value store's, null a register's
 * @throws RangeError that names an operation which is neither a read nor a write
 */
export function registerHistoryOf(history: History<ForeignInput, unknown>, initial?: Value): RegisterHistory {
  return history.map((operation, id): Operation<RegisterOperation, Value> => {
    const { key, input } = 'input' in operation.input ? operation.input : { key: '', input: operation.input };
    // Nothing but what reads give before the first write is written as null.
    const valueOf = (value: Value, before: Value) => (value === (initial === undefined ? before : initial) ? null : value);
    const { process, invoked, returned, output } = operation;
    const common = { process, invoked, returned };
    switch (input.op) {
      case 'read':
        return { ...common, input: { op: 'read', key }, output: output === undefined ? undefined : valueOf(output as Value, null) };
      case 'write':
        return { ...common, input: { op: 'write', key, value: valueOf(input.value, null) }, output: undefined };
      case 'get':
        return { ...common, input: { op: 'read', key: input.key }, output: output === undefined ? undefined : valueOf(output as Value, '') };
      case 'put':
        return { ...common, input: { op: 'write', key: input.key, value: valueOf(input.value, '') }, output: undefined };
      default:
        throw new RangeError(`Operation ${id} is a ${input.op}, which reads and writes at once: these models are about reads and writes. Check the history for linearizability or sequential consistency.`);
    }
  });
}
