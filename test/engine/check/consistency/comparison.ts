/** Holds the checkers against the oracles, and what they show for their verdicts against the history. */
import assert from 'node:assert/strict';
import { checkCausal } from '../../../../src/engine/check/consistency/causal.ts';
import { checkPram } from '../../../../src/engine/check/consistency/pram.ts';
import { registersByKey, type RegisterHistory } from '../../../../src/engine/check/consistency/register-history.ts';
import { checkSequentialRegisters } from '../../../../src/engine/check/consistency/sequential-registers.ts';
import { checkSequential } from '../../../../src/engine/check/consistency/sequential.ts';
import { checkSession, SESSION_GUARANTEES, type SessionGuarantee } from '../../../../src/engine/check/consistency/sessions.ts';
import type { Consistency, Reason } from '../../../../src/engine/check/consistency/verdict.ts';
import { verifyOrders, verifyReason, type WeakModel } from './evidence.ts';
import { textOf } from './histories.ts';
import { isCausal, isPram, isSequential, keepsTo } from './oracles.ts';

export type Compared = WeakModel | 'sequential, as any object';
export const COMPARED: readonly Compared[] = ['sequential', 'sequential, as any object', 'CC', 'CCv', 'CM', 'PRAM', ...SESSION_GUARANTEES];

interface Pair {
  readonly check: (history: RegisterHistory) => Consistency;
  readonly isTrue: (history: RegisterHistory) => boolean;
}

const isSequentialHere = (history: RegisterHistory) => isSequential(registersByKey, history);

const PAIRS: Readonly<Record<Compared, Pair>> = {
  sequential: { check: checkSequentialRegisters, isTrue: isSequentialHere },
  'sequential, as any object': { check: (history) => checkSequential(registersByKey, history), isTrue: isSequentialHere },
  CC: { check: (history) => checkCausal(history, 'CC'), isTrue: (history) => isCausal(history, 'CC') },
  CCv: { check: (history) => checkCausal(history, 'CCv'), isTrue: (history) => isCausal(history, 'CCv') },
  CM: { check: (history) => checkCausal(history, 'CM'), isTrue: (history) => isCausal(history, 'CM') },
  PRAM: { check: checkPram, isTrue: isPram },
  'read-your-writes': session('read-your-writes'),
  'monotonic-reads': session('monotonic-reads'),
  'monotonic-writes': session('monotonic-writes'),
  'writes-follow-reads': session('writes-follow-reads'),
};

function session(guarantee: SessionGuarantee): Pair {
  return { check: (history) => checkSession(history, guarantee), isTrue: (history) => keepsTo(history, guarantee) };
}

export interface Count {
  held: number;
  broken: number;
}

/** @throws AssertionError that names the history where a checker is wrong, or where what it shows does not show it */
export function compare(model: Compared, histories: Iterable<RegisterHistory>): Count {
  const count = { held: 0, broken: 0 };
  const { check, isTrue } = PAIRS[model];
  for (const history of histories) {
    const verdict = check(history);
    assert.equal(verdict.kind, isTrue(history) ? 'holds' : 'violated', `${model}: ${textOf(history)}`);
    count[verdict.kind === 'holds' ? 'held' : 'broken']++;
    try {
      verify(model, history, verdict);
    } catch (error) {
      throw new assert.AssertionError({ message: `${model}: ${textOf(history)}: ${String(error)} in ${JSON.stringify(verdict)}` });
    }
  }
  return count;
}

function verify(model: Compared, history: RegisterHistory, verdict: Consistency): void {
  const asRegisters = model === 'sequential, as any object' ? 'sequential' : model;
  if (verdict.kind === 'holds' && (asRegisters === 'sequential' || isDistinct(history))) verifyOrders(history, asRegisters, verdict.orders);
  if (verdict.kind !== 'violated') return;
  verifyReason(history, asRegisters, verdict.reason);
  assert.ok(!PAIRS[model].isTrue(relaxed(history, verdict.reason)), 'without the other outputs the model holds');
}

/** The history with nothing known of what operations gave that are not of the reason. */
function relaxed(history: RegisterHistory, { operations, pattern }: Reason): RegisterHistory {
  return history.map((operation, id) => {
    if (operations.includes(id) || (operation.input.op === 'write' && pattern !== 'no-order')) return operation;
    return { ...operation, output: undefined, returned: pattern === 'no-order' ? Infinity : operation.returned };
  });
}

function isDistinct(history: RegisterHistory): boolean {
  const written = history.flatMap(({ input }) => (input.op === 'write' ? [JSON.stringify([input.key, input.value])] : []));
  return new Set(written).size === written.length;
}
