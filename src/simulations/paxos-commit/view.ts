/** How servers and resource managers of Paxos Commit are shown: what is voted and accepted, who is in doubt, and what is held meanwhile. */
import { isInDoubt, ledgerOf, readable } from '../../engine/protocols/atomic-commitment/ledger.ts';
import type { AcceptorRecord, PaxosCommitMessage } from '../../engine/protocols/replicated-commit/messages.ts';
import { ResourceManager } from '../../engine/protocols/replicated-commit/resource-manager.ts';
import { CommitServer } from '../../engine/protocols/replicated-commit/server.ts';
import type { Node } from '../../engine/sim/node.ts';
import { describeCommitLog } from '../atomic-commitment/log-view.ts';
import { decidedField, doubtFields } from '../atomic-commitment/words.ts';
import type { Field, NameOf, NodeDescription } from '../definition.ts';
import { acceptorRecords } from './standing.ts';
import { formatAccepted, isServer } from './words.ts';

/** The most transactions of which a server's record is shown; the newest. */
const SHOWN_RECORDS = 6;

type Described = Omit<NodeDescription, 'log'>;

export function describePaxosCommitNode(node: Node<PaxosCommitMessage>, nameOf: NameOf): NodeDescription {
  return { ...describe(node, nameOf), log: isServer(node.name) ? [] : describeCommitLog(node.disk, nameOf) };
}

function describe(node: Node<PaxosCommitMessage>, nameOf: NameOf): Described {
  const { life } = node;
  if (node.lives === 0) return { role: 'not started', badge: '–', summary: 'not started', fields: [] };
  if (life instanceof CommitServer) return describeServer(life, node, nameOf);
  if (life instanceof ResourceManager) return describeResourceManager(life, nameOf);
  return isServer(node.name) ? describeDownServer(node, nameOf) : describeDownManager(node);
}

function describeServer(server: CommitServer, node: Node<PaxosCommitMessage>, nameOf: NameOf): Described {
  const { led, outcomes } = server.capture();
  const leading = [...led].map(([transaction, state]) => ({ transaction, ...describeLed(state, server.quorum(), nameOf) }));
  const records = acceptorRecords(node);
  const fields = [
    { label: 'leads', value: leading.map(({ transaction }) => transaction).join(', ') || 'nothing' },
    ...leading.map(({ transaction, value }) => ({ label: `${transaction}, as its leader`, value })),
    ...recordFields(records, nameOf),
    decidedField(outcomes),
  ];
  const [first] = leading;
  if (!first) return { role: 'acceptor', badge: 'A', summary: summaryOf(records), fields };
  return { role: 'leader', badge: 'L', summary: leading.length > 1 ? `leads ${leading.length} transactions` : `${first.transaction}: ${first.summary}`, fields };
}

type Led = ReturnType<CommitServer['capture']>['led'] extends ReadonlyMap<string, infer State> ? State : never;

/** Whom it waits for: acceptors for their promises, or acceptors and resource managers for what is accepted. */
function describeLed({ participants, ballot, promises, votes }: Led, quorum: number, nameOf: NameOf): { readonly value: string; readonly summary: string } {
  if (promises) {
    const from = promises.from.map(nameOf).join(', ') || 'nobody';
    return { value: `ballot ${ballot}, phase 1: ${promises.from.length} of ${quorum} promises, from ${from}`, summary: `${promises.from.length} of ${quorum} promises` };
  }
  const chosen = votes.filter(({ acceptors }) => acceptors.length >= quorum);
  const accepted = votes.map(({ instance, value, acceptors }) => `${nameOf(instance)} ${value} by ${acceptors.map(nameOf).join(', ')}`).join('; ') || 'nothing';
  const missing = participants.filter((participant) => !chosen.some(({ instance }) => instance === participant)).map(nameOf).join(', ');
  return { value: `ballot ${ballot}, phase 2: accepted are ${accepted}; waits for ${quorum} acceptors in the instances of ${missing}`, summary: `${chosen.length} of ${participants.length} chosen` };
}

function recordFields(records: ReturnType<typeof acceptorRecords>, nameOf: NameOf): readonly Field[] {
  return records.slice(-SHOWN_RECORDS).map(([transaction, record]) => ({ label: `${transaction}, as an acceptor`, value: describeRecord(record, nameOf) }));
}

function describeRecord({ promised, accepted }: AcceptorRecord, nameOf: NameOf): string {
  return `promised ballot ${promised}; has accepted ${accepted.map((each) => formatAccepted(each, nameOf)).join(', ') || 'nothing'}`;
}

function summaryOf(records: ReturnType<typeof acceptorRecords>): string {
  const last = records.at(-1);
  if (!last) return 'nothing accepted';
  const [transaction, { promised, accepted }] = last;
  return `${transaction}: ballot ${promised}, ${accepted.length} accepted`;
}

function describeResourceManager(manager: ResourceManager, nameOf: NameOf): Described {
  const { inDoubt, outcomes } = manager.capture();
  const doubts = doubtFields([...inDoubt.keys()]);
  const [first] = inDoubt;
  if (!first) return { role: 'resource manager', badge: 'R', summary: 'resource free', fields: [...doubts, decidedField(outcomes)] };
  const [transaction, { participants, asks }] = first;
  return {
    role: 'in doubt',
    badge: '?',
    summary: `${transaction} held, asks ${nameOf(asks)}`,
    fields: [
      ...doubts,
      { label: 'waits for', value: `any server that finds out the outcome; asks ${nameOf(asks)} next` },
      { label: 'with a part in it', value: participants.map(nameOf).join(', ') },
      decidedField(outcomes),
    ],
  };
}

/** Of a node that is down only its disk can be seen, and what it will find there. */
function describeDownServer(node: Node<PaxosCommitMessage>, nameOf: NameOf): Described {
  const records = acceptorRecords(node);
  return { role: 'down', badge: '–', summary: `on disk: ${summaryOf(records)}`, fields: [...recordFields(records, nameOf)] };
}

function describeDownManager(node: Node<PaxosCommitMessage>): Described {
  const doubts = [...ledgerOf(readable(node.disk.log))].filter(([, standing]) => isInDoubt(standing)).map(([transaction]) => transaction);
  return { role: 'down', badge: '–', summary: doubts.length > 0 ? `on disk: in doubt about ${doubts.join(', ')}` : 'on disk: no doubt', fields: [...doubtFields(doubts)] };
}
