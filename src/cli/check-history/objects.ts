/** The consistency models that histories of objects are held against. */
import { checkCausal } from '../../engine/check/consistency/causal.ts';
import { checkPram } from '../../engine/check/consistency/pram.ts';
import { registerHistoryOf, type ForeignInput, type RegisterHistory } from '../../engine/check/consistency/register-history.ts';
import { checkSequentialRegisters } from '../../engine/check/consistency/sequential-registers.ts';
import { checkSequential } from '../../engine/check/consistency/sequential.ts';
import { checkSession, SESSION_GUARANTEES } from '../../engine/check/consistency/sessions.ts';
import type { Consistency } from '../../engine/check/consistency/verdict.ts';
import { HistoryFormatError, TextError } from '../../engine/check/import/errors.ts';
import type { Workload } from '../../engine/check/import/workloads.ts';
import { checkLinearizability, type Budget, type Conflict } from '../../engine/check/linearizability/check.ts';
import type { History } from '../../engine/check/history.ts';
import type { Content } from '../../engine/check/linearizability/models.ts';
import type { Finding } from './finding.ts';
import { dataOf, tableOf } from './words.ts';

export interface Limits {
  readonly budget: Budget;
  /** Operations that are listed of an order, at most. */
  readonly listed: number;
}

type Check = (workload: Workload, limits: Limits) => Finding;

/** By name, the strongest first. */
export const OBJECT_CONSISTENCIES: Readonly<Record<string, Check>> = {
  linearizable,
  sequential: (workload, limits) => findingOf(workload, 'sequentially consistent', sequential(workload, limits.budget), limits),
  ...Object.fromEntries((['CCv', 'CM', 'CC'] as const).map((variant): [string, Check] => [variant, (workload, limits) => findingOf(workload, `causally consistent (${variant})`, checkCausal(registersOf(workload), variant, limits.budget), limits)])),
  PRAM: (workload, limits) => findingOf(workload, 'a history of PRAM', checkPram(registersOf(workload), limits.budget), limits),
  ...Object.fromEntries(SESSION_GUARANTEES.map((guarantee): [string, Check] => [guarantee, (workload, limits) => findingOf(workload, `a history of ${guarantee}`, checkSession(registersOf(workload), guarantee, limits.budget), limits)])),
};

function linearizable(workload: Workload, { budget, listed }: Limits): Finding {
  const result = checkLinearizability(workload.model, workload.history, budget);
  if (result.kind === 'linearizable') return holds(workload, 'linearizable', result.orders, listed);
  if (result.kind === 'violated') return conflict(workload, result.conflict);
  const { configurations } = result;
  return {
    verdict: 'undecided',
    lines: [`UNDECIDED after ${configurations.toLocaleString('en')} configurations: the history is too hard for the budget of ${budget.moves.toLocaleString('en')} moves and ${(budget.bytes / 1e6).toLocaleString('en')} MB.`],
    details: { configurations },
  };
}

function holds({ sources }: Workload, what: string, orders: ReadonlyMap<string, readonly number[]>, listed: number): Finding {
  const lines = [`HOLDS: the history is ${what}.`];
  let left = 0;
  let room = listed;
  for (const [part, order] of orders) {
    const shown = order.slice(0, room);
    if (shown.length > 0) lines.push('', `${part === '' ? 'An order' : `${part}: an order`} that explains every output:`, ...tableOf(shown.map((id) => sources[id]!)));
    room -= shown.length;
    left += order.length - shown.length;
  }
  if (left > 0) lines.push('', `… and ${left.toLocaleString('en')} more operations; --all lists them.`);
  return { verdict: 'holds', lines, details: { orders: [...orders].map(([part, order]) => ({ part, operations: order.map((id) => dataOf(sources[id]!)) })) } };
}

function conflict({ model, sources, history }: Workload, { part, from, operations, culprit }: Conflict): Finding {
  const isFromBeginning = history.every(({ input, invoked }) => invoked >= from || (model.partOf?.(input) ?? '') !== part);
  const shown = [...operations].sort((one, other) => history[one]!.invoked - history[other]!.invoked).map((id) => sources[id]!);
  const last = sources[culprit]!;
  return {
    verdict: 'violated',
    lines: [
      'VIOLATED: the history is not linearizable.',
      '',
      `${part === '' ? 'No' : `${part}: no`} order of these operations explains what they gave${isFromBeginning ? '' : ', whatever came before them'}:`,
      ...tableOf(shown, (operation) => (operation === last ? '◄ none gets past its return' : '')),
    ],
    details: { conflict: { part, operations: shown.map(dataOf), culprit: dataOf(last) } },
  };
}

function findingOf(workload: Workload, what: string, result: Consistency, { listed }: Limits): Finding {
  if (result.kind === 'holds') return holds(workload, what, result.orders, listed);
  if (result.kind === 'undecided') return { verdict: 'undecided', lines: [`UNDECIDED after ${result.states.toLocaleString('en')} states: the history is too hard.`], details: { states: result.states } };
  const { pattern, message, operations, edges } = result.reason;
  const shown = [...operations].sort((one, other) => one - other).map((id) => workload.sources[id]!);
  return {
    verdict: 'violated',
    lines: [`VIOLATED: the history is not ${what}.`, '', message, ...tableOf(shown)],
    details: { reason: { pattern, message, operations: shown.map(dataOf), edges: edges.map(({ from, to, kind }) => ({ from: workload.sources[from]!.line, to: workload.sources[to]!.line, kind })) } },
  };
}

/** Of reads and writes more can be told than of any object. */
function sequential(workload: Workload, budget: Budget): Consistency {
  const isReadAndWritten = workload.name === 'register' && registers(workload).every(({ input }) => operationOf(input) !== 'cas');
  return isReadAndWritten ? checkSequentialRegisters(registersOf(workload), budget) : checkSequential(workload.model, workload.history, budget);
}

/** The weaker models are decided on registers that are read and written. @throws HistoryFormatError */
function registersOf(workload: Workload): RegisterHistory {
  if (workload.name !== 'register') throw new HistoryFormatError(`This model is decided on registers that are read and written, not on a ${workload.name}.`);
  const history = registers(workload);
  const cas = history.findIndex(({ input }) => operationOf(input) === 'cas');
  if (cas >= 0) throw new TextError(workload.sources[cas]!, 'this model is decided on reads and writes of numbers and texts; this is cas.');
  return registerHistoryOf(history, workload.model.initial as Content);
}

function registers({ history }: Workload): History<ForeignInput, unknown> {
  return history as History<ForeignInput, unknown>;
}

function operationOf(input: ForeignInput): string {
  return 'input' in input ? input.input.op : input.op;
}
