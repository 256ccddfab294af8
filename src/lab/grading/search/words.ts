/** What happens in a step, as a sentence. */
import { inspect } from 'node:util';
import type { NodeView, SentMessage, WorldView } from '../../../engine/check/search/model.ts';
import { isGuestTimer } from '../../realm/life.ts';
import { decode } from '../../realm/wire.ts';
import type { Step } from './steps.ts';

/** @param after the world after it; undefined where a node's code throws */
export function sentence(step: Step, before: WorldView<string>, after: WorldView<string> | undefined): string {
  const text = happening(step, before) + (after ? sending(step, before, after) : ' and throws');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function happening(step: Step, { nodes }: WorldView<string>): string {
  switch (step.kind) {
    case 'deliver': {
      const { from, to, message } = step.message;
      return `node ${to} ${nodes[to]?.isUp ? 'gets' : 'is down and misses'} ${shown(message)} from node ${from}`;
    }
    case 'lose':
      return `the message ${shown(step.message.message)} from node ${step.message.from} to node ${step.message.to} is lost`;
    case 'duplicate':
      return `the message ${shown(step.message.message)} from node ${step.message.from} to node ${step.message.to} is doubled`;
    case 'timer':
      return isGuestTimer(step.name) ? `a sleep or a timeout of node ${step.node} is over` : `node ${step.node}’s timer "${step.name}" fires`;
    case 'disk':
      return `node ${step.node}’s store has finished a sync`;
    case 'crash':
      return `node ${step.node} crashes${losing(nodes[step.node])}`;
    case 'restart':
      return `node ${step.node} restarts`;
    case 'command':
      return `node ${step.node} is given the command "${step.command}"`;
  }
}

/** What a crash takes off the disk. */
function losing(node: NodeView | undefined): string {
  const keys = [...new Set(node?.disk.unsynced.map((write) => ('key' in write ? `"${write.key}"` : '')))];
  return keys.length === 0 ? '' : ` and loses ${listed(keys)}, which ${keys.length === 1 ? 'was' : 'were'} not synced`;
}

/** What is in the network after a step and was not before it. */
function sending({ kind }: Step, before: WorldView<string>, after: WorldView<string>): string {
  if (kind === 'duplicate') return '';
  const known = new Map<SentMessage<string>, number>();
  for (const message of before.messages) known.set(message, (known.get(message) ?? 0) + 1);
  const receivers = new Map<string, number[]>();
  for (const message of after.messages) {
    const left = known.get(message) ?? 0;
    known.set(message, left - 1);
    if (left <= 0) receivers.set(message.message, [...(receivers.get(message.message) ?? []), message.to]);
  }
  const parts = [...receivers].map(([message, to]) => `${shown(message)} to ${to.length === 1 ? 'node' : 'nodes'} ${listed(to.map(String))}`);
  return parts.length === 0 ? '' : `${kind === 'timer' || kind === 'disk' ? ': it' : ' and'} sends ${listed(parts)}`;
}

function shown(message: string): string {
  return inspect(decode(message), { depth: 4, breakLength: Infinity, maxArrayLength: 20, maxStringLength: 100 });
}

function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
