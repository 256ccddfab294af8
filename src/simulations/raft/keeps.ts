/** What keeps a Raft server from leading, and a leader's entries from being committed. */
import type { RaftMessage } from '../../engine/protocols/raft/messages.ts';
import { RaftServer } from '../../engine/protocols/raft/server.ts';
import { isUpToDate } from '../../engine/protocols/raft/votes.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { RunMoment } from '../definition.ts';
import { awaited, whyIdle } from '../keeps.ts';
import { inWords, majorityOf } from '../stuck.ts';

type Moment = RunMoment<RaftMessage>;

export function standingOfRaft(node: Node<RaftMessage>, moment: Moment): readonly string[] {
  if (node.kind === 'client') return [];
  const idle = whyIdle(node);
  if (idle !== undefined) return [idle];
  const server = node.life;
  if (!(server instanceof RaftServer)) return [];
  if (server.damage !== null) return [`${node.name} can't read ${server.damage} any more. What it has told others rests on that, so it takes no part in anything.`];
  return server.role === 'leader' ? ofLeader(node, server, moment) : [...ofElection(node, server, moment), ...ofLog(node, server, moment), ...ofCommitment(node, server)];
}

function ofElection({ id, name }: Node<RaftMessage>, { role, currentTerm, votedFor, leader, elections, membership }: RaftServer, moment: Moment): string[] {
  const { nameOf } = moment;
  const needed = majorityOf(membership.configuration, nameOf);
  if (role !== 'follower') {
    const voters = inWords(elections.votes.map(nameOf), 'and');
    const missing = awaited(id, membership.others.filter((other) => !elections.votes.includes(other)), moment);
    return role === 'candidate'
      ? [`${name} is not the leader yet: in term ${currentTerm} it has the votes of ${voters}, and needs ${needed}. Missing: ${missing}.`]
      : [`${name} does not stand for election yet: it first asks who would vote for it. So far: ${voters}; it needs ${needed}. Missing: ${missing}.`];
  }
  if (!membership.mayStand) return [`${name} is not the leader because it is a member of no configuration that it knows: it waits to be added.`];
  const vote = votedFor === null || votedFor === id ? '' : ` and has voted for ${nameOf(votedFor)}`;
  if (leader === null) return [`${name} is not the leader because it has not stood for election in term ${currentTerm}${vote}. It does when its election timer fires, unless it hears from a leader or gives its vote before.`];
  return [`${name} is not the leader because it follows ${nameOf(leader)}, of term ${currentTerm}. It stands for election only when it hears nothing from ${nameOf(leader)} for a whole election timeout.`];
}

/** That it would not be elected, since too many servers have more than it has (section 5.4.1). */
function ofLog({ id }: Node<RaftMessage>, { log, membership }: RaftServer, { simulator, nameOf }: Moment): string[] {
  const own = { term: log.lastTerm, index: log.lastIndex };
  const ahead = membership.others.filter((other) => {
    const { life } = simulator.nodes[other]!;
    return life instanceof RaftServer && life.damage === null && !isUpToDate(own, { term: life.log.lastTerm, index: life.log.lastIndex });
  });
  const wouldVote = [...membership.others, id].filter((member) => !ahead.includes(member));
  if (!membership.mayStand || ahead.length === 0 || membership.isQuorum(wouldVote)) return [];
  return [`It would not be elected as it is: its log is behind ${ahead.length === 1 ? 'that' : 'those'} of ${inWords(ahead.map(nameOf), 'and')}, which vote only for a log at least as up-to-date as their own.`];
}

function ofCommitment({ name }: Node<RaftMessage>, { log, commitIndex }: RaftServer): string[] {
  if (log.lastIndex <= commitIndex) return [];
  return [`${name} does not know that ${entries(commitIndex + 1, log.lastIndex)} committed: it goes by what the leader tells it.`];
}

function ofLeader(node: Node<RaftMessage>, server: RaftServer, moment: Moment): string[] {
  const { log, commitIndex, currentTerm, membership, replication } = server;
  if (log.lastIndex <= commitIndex) return [];
  const next = commitIndex + 1;
  const members = [...membership.others, ...(membership.isMember ? [node.id] : [])].sort((one, other) => one - other);
  const holds = (member: number) => replication.matchIndex[member]! >= next;
  const holders = members.filter(holds);
  const needed = majorityOf(membership.configuration, moment.nameOf);
  const ofEarlierTerm = log.termAt(next) < currentTerm;
  if (membership.isQuorum(holders) && ofEarlierTerm) {
    return [`Entry ${next} is not committed although ${inWords(holders.map(moment.nameOf), 'and')} have it: it is of term ${log.termAt(next)}, and a leader counts copies of entries of its own term ${currentTerm} only. It is committed with the next one of those.`];
  }
  const missing = awaited(node.id, members.filter((member) => !holds(member)), moment);
  const subject = entries(next, log.lastIndex);
  return [`${subject.charAt(0).toUpperCase()}${subject.slice(1)} not committed because ${node.name} knows entry ${next} on the disks of ${inWords(holders.map(moment.nameOf), 'and')} only, and it takes ${needed}. Missing: ${missing}.`];
}

/** `entry 5 is`, `entries 5 to 7 are` */
function entries(first: number, last: number): string {
  return first === last ? `entry ${first} is` : `entries ${first} to ${last} are`;
}
