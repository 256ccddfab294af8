/**
 * `check-history FILE`: reads a history that somebody has recorded, in any of the forms that the engine knows, and says
 * whether it keeps to a consistency model, with the order that shows it or the operations that contradict each other.
 */
import { parseArgs } from 'node:util';
import { HistoryFormatError } from '../engine/check/import/errors.ts';
import { pair, type RawOperation } from '../engine/check/import/events.ts';
import { HISTORY_FORMATS, readEvents, type HistoryFormat, type ReadEvents } from '../engine/check/import/formats.ts';
import { areTransactions } from '../engine/check/import/transactions.ts';
import { interpret, WORKLOADS, workloadOf, type WorkloadName, type WorkloadOptions } from '../engine/check/import/workloads.ts';
import type { Content } from '../engine/check/linearizability/models.ts';
import { LEVEL_NAMES } from '../engine/check/transactions/levels.ts';
import type { Finding, Verdict } from './check-history/finding.ts';
import { OBJECT_CONSISTENCIES, type Limits } from './check-history/objects.ts';
import { checkIsolation, isLevel } from './check-history/transactions.ts';
import { counted, folded } from './check-history/words.ts';

const INDENT = 25;

export const USAGE = `usage: check-history FILE [options]

  FILE                   EDN operation maps, Jepsen's log lines, or JSON; - reads the standard input
  --model NAME           the object: ${WORKLOADS.join(', ')};
                         told from the operations where it is left out
  --consistency NAME     ${folded(Object.keys(OBJECT_CONSISTENCIES), INDENT)};
                         of transactions ${folded(LEVEL_NAMES, INDENT)};
                         linearizable or strict-serializable where it is left out
  --initial VALUE        what a register holds at first: JSON, such as 0 or "a"; nothing where it is left out
  --failed-cas nothing   a failed compare-and-set did nothing, rather than having compared in vain
  --format NAME          ${HISTORY_FORMATS.join(', ')}; told from the text where it is left out
  --moves N, --memory MB how long to search for an order, and with how much memory
  --all                  lists the whole order
  --json                 the result for a program to read

exit code: 0 it holds, 1 it is violated, 2 the input is bad, 3 undecided`;

export interface CommandResult {
  readonly exitCode: number;
  /** What to print; of bad input, what is wrong with it. */
  readonly output: string;
}

const EXIT_CODES: Readonly<Record<Verdict, number>> = { holds: 0, violated: 1, undecided: 3 };
export const BAD_INPUT = 2;

/** @param readText gives the text of a file, or throws */
export function checkHistory(args: readonly string[], readText: (file: string) => string): CommandResult {
  try {
    const options = optionsOf(args);
    if (options === undefined) return { exitCode: 0, output: USAGE };
    const { finding, about } = check(contentOf(options.file, readText), options);
    const output = options.json ? JSON.stringify({ verdict: finding.verdict, ...about.details, ...finding.details }, null, 2) : [...about.lines, '', ...finding.lines].join('\n');
    return { exitCode: EXIT_CODES[finding.verdict], output };
  } catch (error) {
    // The engine throws a RangeError for a history that can't be.
    if (error instanceof UsageError || error instanceof HistoryFormatError || error instanceof RangeError) return { exitCode: BAD_INPUT, output: error.message };
    throw error;
  }
}

class UsageError extends Error {}

interface Options extends Limits, WorkloadOptions {
  readonly file: string;
  readonly model: WorkloadName | undefined;
  readonly consistency: string | undefined;
  readonly format: HistoryFormat | undefined;
  readonly json: boolean;
}

/** @returns undefined where help is asked for @throws UsageError */
function optionsOf(args: readonly string[]): Options | undefined {
  const { values, positionals } = parsed(args);
  if (values.help) return undefined;
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError(`${file === undefined ? 'No file is named' : `One file is checked, not ${positionals.length}`}.\n\n${USAGE}`);
  const consistency = values.consistency?.toLowerCase();
  return {
    file,
    model: oneOf('model', WORKLOADS, values.model === 'cas-register' ? 'register' : values.model),
    consistency: oneOf('consistency', CONSISTENCIES, CONSISTENCIES.find((name) => name.toLowerCase() === consistency) ?? values.consistency),
    format: oneOf('format', HISTORY_FORMATS, values.format),
    ...(values.initial === undefined ? {} : { initial: initialOf(values.initial) }),
    ...(values['failed-cas'] === undefined ? {} : { failedCas: oneOf('failed-cas', ['compared', 'nothing'] as const, values['failed-cas'])! }),
    budget: { moves: numberOf('moves', values.moves), bytes: 1e6 * numberOf('memory', values.memory) },
    listed: values.all ? Infinity : LISTED,
    json: values.json,
  };
}

/** Operations of an order that are listed where not all are asked for. */
const LISTED = 30;
const CONSISTENCIES = [...Object.keys(OBJECT_CONSISTENCIES), ...LEVEL_NAMES];

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        consistency: { type: 'string' },
        initial: { type: 'string' },
        'failed-cas': { type: 'string' },
        format: { type: 'string' },
        moves: { type: 'string', default: '50000000' },
        memory: { type: 'string', default: '1000' },
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false, short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function oneOf<Name extends string>(option: string, names: readonly Name[], name: string | undefined): Name | undefined {
  if (name === undefined) return undefined;
  const found = names.find((known) => known === name);
  if (found === undefined) throw new UsageError(`There is no --${option} ${name}; there are ${names.join(', ')}.`);
  return found;
}

function numberOf(option: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new UsageError(`--${option} takes a number above 0, not ${text}.`);
  return number;
}

function initialOf(text: string): Content {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = text;
  }
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new UsageError(`--initial takes a number, a text, true, false or null, not ${text}.`);
}

function contentOf(file: string, readText: (file: string) => string): string {
  try {
    return readText(file);
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

interface About {
  readonly lines: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
}

function check(text: string, options: Options): { readonly finding: Finding; readonly about: About } {
  const { format, consistency, model } = options;
  const read = readEvents(text, format === undefined ? {} : { format });
  const operations = pair(read.events);
  const isOfTransactions = model === undefined && areTransactions(operations) && (consistency === undefined || isLevel(consistency));
  if (isOfTransactions) return checkTransactional(operations, read, options);
  const workload = interpret(model ?? workloadOf(operations), operations, options);
  const check = OBJECT_CONSISTENCIES[consistency ?? 'linearizable'];
  if (!check) throw new UsageError(`${consistency} is a level of transactions, and this is a history of a ${workload.model.name}: take one of ${Object.keys(OBJECT_CONSISTENCIES).join(', ')}.`);
  return { finding: check(workload, options), about: aboutOf(workload.history.length, workload.model.name, read, workload.leftOut) };
}

function checkTransactional(operations: readonly RawOperation[], read: ReadEvents, { consistency }: Options): { readonly finding: Finding; readonly about: About } {
  const level = LEVEL_NAMES.find((name) => name === consistency) ?? 'strict-serializable';
  return { finding: checkIsolation(operations, level), about: aboutOf(operations.length, 'database', read, new Map()) };
}

function aboutOf(count: number, object: string, { format, isReordered, passedOver }: ReadEvents, leftOut: ReadonlyMap<string, number>): About {
  const lines = [`${count} operations of a ${object}, written as ${format}.`];
  if (isReordered) lines.push('They are put in the order of their times; the file is in another.');
  if (passedOver.size > 0) lines.push(`Passed over: ${counted(passedOver)}.`);
  if (leftOut.size > 0) lines.push(`Left out: ${counted(leftOut)}.`);
  return { lines, details: { format, object, count, isReordered, passedOver: Object.fromEntries(passedOver), leftOut: Object.fromEntries(leftOut) } };
}
