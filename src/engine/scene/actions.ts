/** What a scene's action comes to at a moment: actions of a schedule, in order. */
import type { NodeId } from '../sim/process.ts';
import type { Action } from '../sim/schedule.ts';
import type { Envelope } from '../sim/trace.ts';
import { describeSet } from './describe.ts';
import { nodesIn, type Cast, type Scope } from './nodes.ts';
import type { MessagePattern, NodeSet, SceneAction } from './scene.ts';

/** @param inFlight every message that is on its way, in the order in which they were sent */
export interface Circumstances<Message> extends Cast<Message> {
  inFlight(): readonly Envelope<Message>[];
}

/** @throws RangeError where nobody and nothing is meant by it */
export function actionsOf<Message>(action: SceneAction, circumstances: Circumstances<Message>, scope: Scope): readonly Action[] {
  const meant = (set: NodeSet): readonly NodeId[] => {
    const nodes = nodesIn(set, circumstances, scope);
    if (nodes.length === 0) throw new RangeError(`Nobody is meant by "${describeSet(set)}" now.`);
    return nodes;
  };
  const each = (set: NodeSet, make: (node: NodeId) => Action) => meant(set).map(make);
  const links = (from: NodeSet, to: NodeSet, make: (from: NodeId, to: NodeId) => Action) =>
    meant(from).flatMap((source) => meant(to).flatMap((target) => (source === target ? [] : [make(source, target)])));
  switch (action.kind) {
    case 'heal':
    case 'network':
      return [action];
    case 'partition':
      return [{ kind: 'partition', groups: action.groups.map(meant) }];
    case 'cut':
    case 'mend':
      return links(action.from, action.to, (from, to) => ({ kind: action.kind, from, to }));
    case 'link':
      return links(action.from, action.to, (from, to) => ({ kind: 'link', from, to, quality: action.quality }));
    case 'crash':
      return each(action.nodes, (node) => ({ kind: 'crash', node, ...(action.torn && { torn: true }) }));
    case 'slow':
      return each(action.nodes, (node) => ({ kind: 'slow', node, perInput: action.perInput }));
    case 'clock':
      return each(action.nodes, (node) => ({ kind: 'clock', node, ...action.setting }));
    case 'fire':
      return each(action.nodes, (node) => ({ kind: 'fire', node, timer: action.timer }));
    case 'command':
      return each(action.nodes, (node) => ({ kind: 'command', node, command: action.command }));
    case 'drop':
    case 'copy':
    case 'deliver':
      return messagesOf(action.messages, circumstances, scope).map((message) => ({ kind: action.kind, message }));
    default:
      return each(action.nodes, (node) => ({ kind: action.kind, node }));
  }
}

function messagesOf<Message>({ type, from, to, which, sentBy }: MessagePattern, circumstances: Circumstances<Message>, scope: Scope): readonly number[] {
  const senders = from && nodesIn(from, circumstances, scope);
  const receivers = to && nodesIn(to, circumstances, scope);
  const found = circumstances.inFlight().filter((envelope) => {
    if (sentBy !== null && envelope.id !== sentBy) return false;
    if (senders && !senders.includes(envelope.from)) return false;
    if (receivers && !receivers.includes(envelope.to)) return false;
    return type === null || circumstances.vocabulary.typeOf(envelope.message) === type;
  });
  if (found.length === 0) throw new RangeError(`No such message is in flight${type === null ? '' : ` (${type})`}.`);
  return (which === 'first' ? found.slice(0, 1) : found).map(({ id }) => id);
}
