/** What can't be done to a system at a moment, and why. */
import type { Network } from './network.ts';
import type { Node } from './node.ts';
import type { NodeId } from './process.ts';
import type { Action } from './schedule.ts';
import type { Envelope } from './trace.ts';

type NodeAction = Extract<Action, { readonly node: NodeId }>;
type NodeMoment = Pick<Node<unknown>, 'name' | 'status' | 'life' | 'perInput' | 'clock' | 'timers'>;

interface Moment {
  readonly nodes: readonly NodeMoment[];
  readonly network: Network;
  messagesInFlight(): readonly Envelope[];
}

/** @returns a sentence for who asked for it; undefined where it can be done */
export function objectionTo(action: Action, moment: Moment): string | undefined {
  const { nodes, network } = moment;
  switch (action.kind) {
    case 'drop':
    case 'copy':
    case 'deliver': {
      const envelope = moment.messagesInFlight().find(({ id }) => id === action.message);
      if (!envelope) return 'This message is not in flight any more.';
      return action.kind === 'deliver' ? objectionToDelivery(envelope, moment) : undefined;
    }
    case 'cut':
      if (action.from === action.to) return 'A node always reaches itself: there is no link to cut.';
      return network.isBlocked(action.from, action.to) ? 'This direction of the link is cut already.' : undefined;
    case 'mend':
      return network.isBlocked(action.from, action.to) ? undefined : 'This direction of the link is not cut.';
    case 'link':
      return action.quality || network.link(action.from, action.to).isChanged ? undefined : 'This direction of the link is as it was at first.';
    case 'network':
      return action.quality || network.changedLinks().length > 0 ? undefined : 'Every link is as it was at first.';
    case 'partition': {
      const twice = repeated(action.groups.flat());
      return twice === undefined ? undefined : `${nodes[twice]?.name ?? `Node ${twice}`} is in two groups of the partition: put it into one.`;
    }
    case 'heal':
      return undefined;
    default: {
      const node = nodes[action.node];
      return node ? objectionAt(node, action) : 'There is no such node.';
    }
  }
}

function objectionToDelivery({ from, to }: Envelope, { nodes, network }: Moment): string | undefined {
  const node = nodes[to];
  if (network.isBlocked(from, to)) return `The link from ${nodes[from]?.name ?? from} to ${node?.name ?? to} is cut: mend it first.`;
  return node?.status === 'paused' ? `${node.name} is paused, and takes messages when it goes on.` : undefined;
}

function objectionAt(node: NodeMoment, action: NodeAction): string | undefined {
  const { name, status, life, perInput, clock } = node;
  switch (action.kind) {
    case 'crash':
      return status === 'crashed' ? `${name} has crashed already.` : undefined;
    case 'restart':
      return status === 'crashed' ? undefined : `${name} is running: only a crashed node can be restarted.`;
    case 'pause':
      if (status === 'up' && !life) return `${name} has not started yet.`;
      return status === 'up' ? undefined : `${name} is ${status}: only a running node can be paused.`;
    case 'resume':
      return status === 'paused' ? undefined : `${name} is not paused.`;
    case 'slow':
      return action.perInput === perInput ? `${name} takes so long over each input already.` : undefined;
    case 'clock':
      return clock.isSetTo(action) ? `${name}'s clock is set so already.` : undefined;
    case 'lose-disk':
    case 'corrupt-disk':
      return status === 'crashed' ? undefined : `${name} is running: its disk can be damaged while it is down. Crash it first.`;
    case 'fire':
      if (status !== 'up') return `${name} is ${status}: no timer of it fires.`;
      return node.timers().some((timer) => timer.name === action.timer) ? undefined : `${name} has no ${action.timer} timer set.`;
    case 'command':
      return status === 'crashed' ? `${name} has crashed and can't take a command.` : undefined;
  }
}

function repeated(nodes: readonly NodeId[]): NodeId | undefined {
  return nodes.find((node, position) => nodes.indexOf(node) < position);
}
