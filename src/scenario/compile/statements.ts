/** What happens step by step. */
import type { Statement, Strand } from '../../engine/scene/scene.ts';
import type * as ast from '../language/generated/ast.ts';
import { readAmount } from '../quantities.ts';
import { compileAction } from './actions.ts';
import { compileCondition } from './conditions.ts';
import { count, duration, giveName, type Place } from './place.ts';
import { compileSet } from './sets.ts';

/** More would be a loop without an end to whoever reads the run. */
const MOST_ROUNDS = 10_000;

export function compileStrand(strand: ast.Strand, place: Place): Strand {
  const inside = { ...place, names: place.names.copy() };
  const begin = compileBegin(strand, inside);
  return { begin, then: compileBlock(strand.statements, inside) };
}

function compileBegin(strand: ast.Strand, place: Place): Strand['begin'] {
  switch (strand.$type) {
    case 'At':
      return { kind: 'at', time: duration(strand, 'time', strand.time, place) };
    case 'Every':
      return {
        kind: 'every',
        interval: duration(strand, 'interval', strand.interval, place, { least: 1 }),
        from: strand.from === undefined ? 0 : duration(strand, 'from', strand.from, place),
        until: strand.until === undefined ? null : duration(strand, 'until', strand.until, place),
      };
    case 'When': {
      const condition = compileCondition(strand.condition, place);
      return { kind: 'when', condition, as: strand.name === undefined ? null : giveName(strand, strand.name, place), again: strand.again };
    }
  }
}

function compileBlock(statements: readonly ast.Statement[], place: Place): readonly Statement[] {
  return statements.map((statement) => compileStatement(statement, place));
}

function compileStatement(statement: ast.Statement, place: Place): Statement {
  const { problems } = place;
  switch (statement.$type) {
    case 'Wait':
      return { kind: 'wait', time: duration(statement, 'time', statement.time, place) };
    case 'Await': {
      const condition = compileCondition(statement.condition, place);
      const within = statement.within === undefined ? null : duration(statement, 'within', statement.within, place);
      return { kind: 'await', condition, within, as: statement.name === undefined ? null : giveName(statement, statement.name, place) };
    }
    case 'Repeat':
      return compileRepeat(statement, place);
    case 'Let': {
      const nodes = compileSet(statement.nodes, place);
      return { kind: 'name', name: giveName(statement, statement.name, place), nodes };
    }
    case 'Say':
      return { kind: 'say', text: problems.text(statement, 'text', statement.text) };
    case 'Ask':
      return compileQuestion(statement, place);
    default:
      return { kind: 'act', action: compileAction(statement, place) };
  }
}

function compileRepeat(repeat: ast.Repeat, place: Place): Statement {
  const times = count(repeat, 'times', repeat.times, place, { most: MOST_ROUNDS });
  let rounds = times;
  for (let outer = repeat.$container; outer.$type === 'Repeat'; outer = outer.$container) rounds *= readAmount(outer.times).value;
  if (times <= MOST_ROUNDS && rounds > MOST_ROUNDS) place.problems.add(repeat, `With what is around it, this is repeated ${rounds} times; more than ${MOST_ROUNDS} are too many.`, 'times');
  return { kind: 'repeat', times, body: compileBlock(repeat.statements, place) };
}

function compileQuestion(ask: ast.Ask, { problems }: Place): Statement {
  if (problems.isWhole(ask) && !ask.answers.some(({ kind }) => kind === 'right')) problems.add(ask, 'A question needs an answer that is right, as in: right "Nobody".', 'question');
  return {
    kind: 'ask',
    question: problems.text(ask, 'question', ask.question),
    answers: ask.answers.map((answer) => ({ text: problems.text(answer, 'text', answer.text), isRight: answer.kind === 'right' })),
    explanation: ask.explanation === undefined ? '' : problems.text(ask, 'explanation', ask.explanation),
  };
}
