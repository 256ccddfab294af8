/** What is done to nodes, links and messages. */
import type { MessagePattern, NodeSet, SceneAction } from '../../engine/scene/scene.ts';
import { validateClock } from '../../engine/sim/clock.ts';
import type * as ast from '../language/generated/ast.ts';
import { readAmount } from '../quantities.ts';
import { namesOf, timerMeant } from '../setting.ts';
import { readWord } from '../spelling.ts';
import { count, duration, known, type Place } from './place.ts';
import { compileQuality } from './quality.ts';
import { compileGroups, compileSet } from './sets.ts';

/** Events count from 0; -1 stands for the time before the first one. */
export const BEFORE_ALL = -1;

export function compileAction(action: ast.Action, place: Place): SceneAction {
  const { problems } = place;
  const set = (nodes: ast.NodeSet): NodeSet => compileSet(nodes, place);
  switch (action.$type) {
    case 'NodeAction':
      return { kind: action.kind, nodes: set(action.nodes) };
    case 'Crash':
      return { kind: 'crash', nodes: set(action.nodes), torn: action.torn };
    case 'Slow':
      return { kind: 'slow', nodes: set(action.nodes), perInput: duration(action, 'time', action.time, place) };
    case 'SetClock': {
      const setting = { offset: readAmount(action.offset).value, drift: readAmount(action.drift ?? '0').value };
      problems.attempt(action, undefined, () => validateClock(setting));
      return { kind: 'clock', nodes: set(action.nodes), setting };
    }
    case 'Partition':
      return { kind: 'partition', groups: action.everyone ? [] : compileGroups(action.groups, place) };
    case 'Heal':
      return { kind: 'heal' };
    case 'Cut':
      return { kind: action.kind, from: set(action.from), to: set(action.to) };
    case 'ChangeLink':
      return { kind: 'link', from: set(action.from), to: set(action.to), quality: action.quality ? compileQuality(action.quality, place) : null };
    case 'ChangeNetwork':
      return { kind: 'network', quality: action.quality ? compileQuality(action.quality, place) : null };
    case 'MessageAction':
      return { kind: action.kind, messages: compileMessages(action, place) };
    case 'Fire':
      return { kind: 'fire', nodes: set(action.nodes), timer: compileTimer(action, place) };
    case 'Command':
      return { kind: 'command', nodes: set(action.nodes), command: compileCommand(action, place) };
  }
}

function compileMessages(action: ast.MessageAction, place: Place): MessagePattern {
  const type = action.type === undefined ? undefined : known(action, 'type', action.type, 'message', place.setting.vocabulary.messages, place);
  return {
    type: type?.name ?? null,
    from: action.from ? compileSet(action.from, place) : null,
    to: action.to ? compileSet(action.to, place) : null,
    which: action.which ?? 'first',
    sentBy: action.sentBy === undefined ? null : count(action, 'sentBy', action.sentBy, place),
  };
}

function compileTimer(action: ast.Fire, { setting: { vocabulary }, problems }: Place): string {
  const word = problems.word(action, 'timer', action.timer);
  const timer = timerMeant(word, vocabulary);
  if (!timer) problems.unknown(action, 'timer', `There is no timer "${word}".`, word, namesOf(vocabulary.timers));
  else if (timer.of !== undefined && timer.name === word) problems.add(action, `There is a timer "${word}" for each ${timer.of}: name it as well, as in '${word} T1'.`, 'timer');
  return word;
}

/** It has to be one for somebody who may be meant: who that is may be known only in the run. */
function compileCommand(action: ast.Command, { setting: { definition, system }, problems }: Place): string {
  const command = problems.text(action, 'command', action.command);
  const takers = system.nodes.flatMap((node, id) => (definition.commandForm(id, system, []) ? [{ node, id }] : []));
  const named = action.nodes.$type === 'Named' ? readWord(action.nodes.name) : undefined;
  const isNode = system.nodes.some(({ name }) => name === named);
  const meant = isNode ? takers.filter(({ node }) => node.name === named) : takers;
  if (isNode && meant.length === 0) {
    problems.unknown(action, 'nodes', `${named} takes no commands.`, named ?? '', takers.map(({ node }) => node.name));
    return command;
  }
  const objections = meant.map(({ id }) => objectionTo(() => definition.checkCommand({ node: id, command }, system, [])));
  const [first] = objections;
  if (first !== undefined && objections.every((objection) => objection !== undefined)) problems.add(action, first, 'command');
  return command;
}

function objectionTo(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    return error.message;
  }
}
