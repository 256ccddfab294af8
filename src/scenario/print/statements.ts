/** What happens step by step, as text. */
import type { Statement, Strand } from '../../engine/scene/scene.ts';
import { writeDuration, writeText } from '../quantities.ts';
import type { Setting } from '../setting.ts';
import { writeName } from '../spelling.ts';
import { writeAction } from './actions.ts';
import { writeCondition } from './conditions.ts';
import { writeSet } from './sets.ts';

/** Lines of a block in braces. */
export function block(head: string, lines: readonly string[]): readonly string[] {
  return [`${head} {`, ...lines.map((line) => `  ${line}`), '}'];
}

export function writeStrand({ begin, then }: Strand, setting: Setting): readonly string[] {
  return block(writeBegin(begin, setting), writeStatements(then, setting));
}

function writeBegin(begin: Strand['begin'], setting: Setting): string {
  switch (begin.kind) {
    case 'at':
      return `at ${writeDuration(begin.time)}`;
    case 'every':
      return `every ${writeDuration(begin.interval)}${begin.from === 0 ? '' : ` from ${writeDuration(begin.from)}`}${begin.until === null ? '' : ` until ${writeDuration(begin.until)}`}`;
    case 'when':
      return `${begin.again ? 'whenever' : 'when'} ${writeCondition(begin.condition, setting)}${writeAs(begin.as, setting)}`;
  }
}

function writeAs(name: string | null, setting: Setting): string {
  return name === null ? '' : ` as ${writeName(name, setting)}`;
}

function writeStatements(statements: readonly Statement[], setting: Setting): readonly string[] {
  return statements.flatMap((statement) => writeStatement(statement, setting));
}

function writeStatement(statement: Statement, setting: Setting): readonly string[] {
  switch (statement.kind) {
    case 'act':
      return [writeAction(statement.action, setting)];
    case 'wait':
      return [`wait ${writeDuration(statement.time)}`];
    case 'await':
      return [`wait until ${writeCondition(statement.condition, setting)}${statement.within === null ? '' : ` within ${writeDuration(statement.within)}`}${writeAs(statement.as, setting)}`];
    case 'repeat':
      return block(`repeat ${statement.times} times`, writeStatements(statement.body, setting));
    case 'name':
      return [`let ${writeName(statement.name, setting)} = ${writeSet(statement.nodes, setting)}`];
    case 'say':
      return [`say ${writeText(statement.text)}`];
    case 'ask':
      return block(`ask ${writeText(statement.question)}`, [
        ...statement.answers.map(({ text, isRight }) => `${isRight ? 'right' : 'wrong'} ${writeText(text)}`),
        ...(statement.explanation === '' ? [] : [`because ${writeText(statement.explanation)}`]),
      ]);
  }
}
