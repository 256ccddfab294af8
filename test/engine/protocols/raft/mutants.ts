/** Servers with one bug each: the checks must catch every one of them. */
import { amended } from '../../../../src/engine/sim/context.ts';
import type { DurableStore } from '../../../../src/engine/sim/process.ts';
import type { Entry } from '../../../../src/engine/protocols/raft/messages.ts';
import { isQuorum, majority, membersOf, quorumValue, type Configuration, type Group } from '../../../../src/engine/protocols/raft/quorum.ts';
import type { RaftPropertyId } from '../../../../src/engine/protocols/raft/safety.ts';
import { RaftServer } from '../../../../src/engine/protocols/raft/server.ts';
import type { ServerFactory } from '../../../../src/engine/protocols/raft/system.ts';
import { MILLISECOND, SECOND, type Micros } from '../../../../src/engine/sim/time.ts';
import { BASIC, brisk, hectic, type Conditions, type Draw } from './campaign.ts';
import type { Attack } from './sieges.ts';

export interface RaftMutant {
  readonly name: string;
  readonly create: ServerFactory;
  /** What is switched on for the hunt; the rest is drawn. */
  readonly given: Draw;
  /** The properties that the bug may be seen to break first. */
  readonly breaks: readonly (RaftPropertyId | 'progress')[];
}

/**
 * @param spoil puts the bug into a server of the reference
 * @param around changes what the server has to work with
 */
function mutant(
  name: string,
  given: Draw,
  breaks: RaftMutant['breaks'],
  spoil: (server: RaftServer) => void,
  around: (context: Parameters<ServerFactory>[0]) => typeof context = (context) => context,
): RaftMutant {
  const create: ServerFactory = (context, options) => {
    const server = new RaftServer(around(context), options);
    spoil(server);
    return server;
  };
  return { name, given, breaks, create };
}

const lostEntries = ['leader-completeness', 'state-machine-safety', 'log-matching'] as const;
const twoLeaders = ['election-safety', ...lostEntries] as const;
const wrongAnswers = ['linearizability'] as const;

/** Faults that come quickly one after the other, with some options switched on. */
const amidFaults = (options: Partial<Conditions> = {}): Draw => (random) => ({ ...BASIC, ...hectic(random), batch: 1, ...options });

/** Leaders that are aimed at, and nothing else that goes wrong. */
const underAttack = (attacks: readonly Attack[], options: Partial<Conditions>): Draw => (random) => ({
  ...BASIC,
  ...brisk(random),
  members: 3,
  batch: 16,
  loss: 0,
  duplication: 0,
  weights: {},
  faultsStop: 3 * SECOND,
  attacks,
  ...options,
});

const basic = amidFaults();
const snapshot = amidFaults({ snapshotThreshold: 2 });
const preVote = amidFaults({ preVote: true });
const changing: Partial<Conditions> = { changes: 'single', operators: 20 * MILLISECOND, operations: ['add-server', 'remove-server'] };
const single = amidFaults({ ...changing, spares: 2 });
const joint = (options: Partial<Conditions> = {}): Draw => underAttack(['secession'], { changes: 'joint', spares: 2, ...options });
const schism = (thinkTime: Micros): Draw => underAttack(['schism'], { changes: 'single', members: 5, thinkTime });
const stale: readonly Attack[] = ['isolation', 'freeze', 'amnesia', 'coup', 'late-coup'];
const reading: Partial<Conditions> = { readers: 2, thinkTime: 3 * MILLISECOND, retryTimeout: 6 * MILLISECOND };
const readIndex = underAttack(stale, { ...reading, reads: 'read-index' });
const leaseAmid = (attacks: readonly Attack[]): Draw => underAttack(attacks, { ...reading, batch: 1, reads: 'lease' });
const lease = leaseAmid(stale);

const votesAndTerms: readonly RaftMutant[] = [
  mutant('votes not persisted', basic, twoLeaders, (server) => {
    server.writeTermAndVote = () => server.context.store.set('currentTerm', server.currentTerm);
  }),
  mutant('term not persisted', basic, twoLeaders, (server) => {
    server.writeTermAndVote = () => server.context.store.set('votedFor', server.votedFor);
  }),
  mutant('election restriction missing', basic, lostEntries, ({ elections }) => {
    elections.isUpToDate = () => true;
  }),
  mutant('two votes in one term', basic, twoLeaders, ({ elections }) => {
    elections.hasVoteFor = () => true;
  }),
  mutant('votes of an earlier candidacy counted', basic, twoLeaders, (server) => {
    const { onRequestVoteReply } = server.elections;
    server.elections.onRequestVoteReply = (voter, message) => onRequestVoteReply.call(server.elections, voter, message.voteGranted ? { ...message, term: server.currentTerm } : message);
  }),
  mutant('a promise before the election taken for a vote', preVote, twoLeaders, (server) => {
    const { start } = server.elections;
    server.elections.start = (transfer) => {
      if (server.role !== 'pre-candidate') return start.call(server.elections, transfer);
      server.currentTerm++;
      server.votedFor = server.context.node;
      server.persistTermAndVote();
      server.becomeLeader(server.elections.votes);
    };
  }),
  mutant('a question before the election that raises terms', preVote, ['progress'], (server) => {
    const { onPreVote } = server.elections;
    server.elections.onPreVote = (candidate, message) => {
      server.observeTerm(message.nextTerm);
      server.persistTermAndVote();
      onPreVote.call(server.elections, candidate, message);
    };
  }),
  mutant('a leader believed in for ever', amidFaults({ leaderStickiness: true }), ['progress'], (server) => {
    const { hearLeader } = server.elections;
    let heard = false;
    server.elections.hearLeader = () => {
      heard = true;
      hearLeader.call(server.elections);
    };
    server.elections.hasLeader = () => heard;
  }),
];

const replication: readonly RaftMutant[] = [
  mutant("an earlier term's entry committed by counting replicas", basic, lostEntries, ({ replication }) => {
    replication.mayCommit = () => true;
  }),
  // The conflicting entries stay, and the new ones come after them.
  mutant('log not truncated on conflict', basic, lostEntries, ({ replication }) => {
    replication.removeConflicting = () => {};
  }),
  mutant('commands altered on their way', basic, ['log-matching', 'state-machine-safety'], ({ replication }) => {
    const { onAppendEntries } = replication;
    replication.onAppendEntries = (leader, message) => onAppendEntries.call(replication, leader, { ...message, entries: message.entries.map(incremented) });
  }),
  mutant('log cut off behind an old message', basic, ['progress', ...lostEntries], (server) => {
    const { lastMatching } = server.replication;
    server.replication.lastMatching = (message) => {
      const last = lastMatching.call(server.replication, message);
      if (last >= server.lastApplied) server.log.truncateFrom(last + 1);
      return last;
    };
  }),
  mutant('the whole log taken to match', basic, lostEntries, ({ replication, log }) => {
    const { matched } = replication;
    replication.lastMatching = () => log.lastIndex;
    replication.matched = (follower, index) => matched.call(replication, follower, Math.min(index, log.lastIndex));
  }),
  mutant('entries acknowledged before they are on the disk', basic, lostEntries, () => {}, onForgetfulDisk),
  mutant('a damaged log taken to end where it is damaged', amidFaults({ weights: { ...BASIC.weights, 'corrupt-disk': 1 } }), twoLeaders, (server) => {
    const { recover } = server;
    server.recover = () => {
      const { log } = server.context.store;
      for (let position = log.start; position < log.length; position++) if (log.isDamaged(position)) log.truncate(position);
      recover.call(server);
      return null;
    };
  }),
];

const sessions: readonly RaftMutant[] = [
  mutant('duplicates executed twice', basic, wrongAnswers, ({ machine }) => {
    const { apply } = machine;
    machine.apply = (request, index) => apply.call(machine, { ...request, serial: index }, index);
    machine.resultOf = () => undefined;
  }),
  mutant('a command of an expired session executed', amidFaults({ sessionLimit: 4 }), wrongAnswers, ({ machine }) => {
    const { apply } = machine;
    machine.apply = (request, index) => {
      const result = apply.call(machine, request, index);
      if (!('refused' in result)) return result;
      apply.call(machine, { ...request, command: { op: 'register' } }, request.session);
      return apply.call(machine, request, index);
    };
  }),
];

const snapshots: readonly RaftMutant[] = [
  mutant('a snapshot keeps a stale suffix', snapshot, lostEntries, ({ snapshots }) => {
    snapshots.keepsSuffix = () => true;
  }),
  mutant('a snapshot without sessions', snapshot, wrongAnswers, ({ snapshots, machine }) => {
    snapshots.contents = () => machine.toRecords().filter((record) => 'key' in record);
  }),
  mutant('a snapshot of uncommitted state', snapshot, lostEntries, (server) => {
    const { take } = server.snapshots;
    server.snapshots.take = () => {
      server.commit(server.log.lastIndex);
      take.call(server.snapshots);
    };
  }),
  mutant('a part of a snapshot lost', amidFaults({ snapshotThreshold: 2, snapshotChunk: 1 }), ['linearizability', 'state-machine-safety'], ({ snapshots }) => {
    snapshots.isNextPart = () => true;
  }),
  mutant('a snapshot without its configuration', amidFaults({ ...changing, spares: 2, snapshotThreshold: 2 }), ['one-change-at-a-time', ...twoLeaders], ({ log }) => {
    const { compact } = log;
    const { configuration } = log.latestConfiguration;
    log.compact = (snapshot) => compact.call(log, { ...snapshot, configuration });
  }),
];

const membership: readonly RaftMutant[] = [
  mutant('two changes at once', single, ['one-change-at-a-time', ...twoLeaders], ({ changes }) => {
    const { request } = changes;
    changes.isSettled = () => true;
    changes.request = (...asked) => {
      changes.abandon();
      request.apply(changes, asked);
    };
  }),
  mutant('a change before an entry of the own term is committed', schism(100 * MILLISECOND), ['one-change-at-a-time', ...twoLeaders], ({ changes }) => {
    changes.knowsCommitted = () => true;
  }),
  mutant('several servers changed at once without joint consensus', amidFaults({ ...changing, spares: 2, operations: ['members'] }), ['one-change-at-a-time', ...twoLeaders], ({ changes }) => {
    changes.isOneStep = () => true;
  }),
  mutant('joint consensus with one majority of all', joint({ thinkTime: 60 * MILLISECOND }), twoLeaders, ({ membership }) => {
    const combined = (): Configuration => [membersOf(membership.configuration)];
    membership.isQuorum = (servers) => isQuorum(combined(), servers);
    membership.quorumValue = (values) => quorumValue(combined(), values);
  }),
  mutant('joint consensus left before it is committed', joint({ thinkTime: 60 * MILLISECOND }), ['one-change-at-a-time', ...twoLeaders], ({ membership, changes }) => {
    const { onCommit } = changes;
    changes.onCommit = () => {
      Object.defineProperty(membership, 'isCommitted', { get: () => true, configurable: true });
      onCommit.call(changes);
      Reflect.deleteProperty(membership, 'isCommitted');
    };
  }),
  mutant('a configuration used only when it is committed', joint({ thinkTime: 10 * MILLISECOND, weights: { blink: 1 }, interval: 20 * MILLISECOND }), ['one-change-at-a-time', ...twoLeaders], (server) => {
    const committed = () => server.log.configurationAt(server.commitIndex).configuration;
    server.membership.isQuorum = (servers) => isQuorum(committed(), servers);
    server.membership.quorumValue = (values) => quorumValue(committed(), values);
  }),
  mutant('a configuration kept though its entry was removed', schism(30 * MILLISECOND), ['one-change-at-a-time', ...twoLeaders], ({ log }) => {
    const { truncateFrom } = log;
    log.truncateFrom = (index) => {
      const before = log.capture();
      truncateFrom.call(log, index);
      log.restore(before);
    };
  }),
  mutant('a removed leader counts itself', underAttack(['secession'], { ...changing, members: 2, spares: 1, preVote: true }), ['progress', ...twoLeaders], (server) => {
    const self = server.context.node;
    const reached = (group: Group, values: Int32Array, index: number) => group.filter((member) => values[member]! >= index).length + (group.includes(self) ? 0 : 1) >= majority(group.length);
    server.membership.quorumValue = (values) => Math.max(0, ...[...values].filter((index) => server.membership.configuration.every((group) => reached(group, values, index))));
  }),
];

const reads: readonly RaftMutant[] = [
  mutant('a read index before an entry of the own term is committed', readIndex, wrongAnswers, ({ reads }) => {
    reads.knowsCommitIndex = () => true;
  }),
  mutant('a read index without confirming the leadership', readIndex, wrongAnswers, ({ reads }) => {
    reads.isConfirmed = () => true;
  }),
  mutant('a lease without a margin for drift', underAttack(stale, { ...reading, reads: 'lease', drift: 300_000 }), wrongAnswers, ({ reads, options }) => {
    reads.leaseDuration = () => options.electionTimeoutMin;
  }),
  mutant('a lease from when answers came', lease, wrongAnswers, (server) => {
    const { acknowledged } = server.replication;
    const confirmedAt = new Map<number, number>();
    server.replication.acknowledged = (follower, round) => {
      acknowledged.call(server.replication, follower, round);
      const confirmed = server.membership.quorumValue(server.replication.rounds.acknowledged);
      if (!confirmedAt.has(confirmed)) confirmedAt.set(confirmed, server.context.now());
    };
    server.reads.beginningOfLease = (round) => confirmedAt.get(round);
  }),
  mutant('a lease that voters do not keep', leaseAmid(['amnesia']), wrongAnswers, ({ elections }) => {
    elections.hasLeader = () => false;
  }),
  mutant('a lease that voters forget in a crash', leaseAmid(['amnesia']), wrongAnswers, ({ elections }) => {
    elections.recover = () => {};
  }),
  mutant('a lease before an entry of the own term is committed', lease, wrongAnswers, ({ reads }) => {
    reads.knowsCommitIndex = () => true;
  }),
  mutant('reads answered by lease while leadership is handed over', leaseAmid(['coup']), wrongAnswers, (server) => {
    const { onMessage } = server;
    Object.defineProperty(server.transfer, 'hasHandedOver', { get: () => false, set: () => {} });
    server.onMessage = (from, message) => {
      const isRead = message.type === 'ClientRequest' && message.command.op === 'get';
      if (isRead && server.role === 'leader' && server.transfer.pending) server.reads.request(from, message.serial, message.command.key);
      else onMessage.call(server, from, message);
    };
  }),
  mutant('a lease taken up again after an abandoned handover', leaseAmid(['late-coup']), wrongAnswers, ({ transfer }) => {
    const { onTimeout } = transfer;
    transfer.onTimeout = () => {
      transfer.hasHandedOver = false;
      onTimeout.call(transfer);
    };
  }),
];

const transfers: readonly RaftMutant[] = [
  mutant('a handover that is never given up', underAttack([], { operators: 10 * MILLISECOND, operations: ['transfer'], interval: 10 * MILLISECOND, weights: { isolate: 2, partition: 2, cut: 1, heal: 4 } }), ['progress'], ({ transfer }) => {
    transfer.onTimeout = () => {};
  }),
];

export const raftMutants: readonly RaftMutant[] = [...votesAndTerms, ...replication, ...sessions, ...snapshots, ...membership, ...reads, ...transfers];

function incremented(entry: Entry): Entry {
  if (entry.kind !== 'command') return entry;
  const { command } = entry.request;
  return command.op === 'set' || command.op === 'add' ? { ...entry, request: { ...entry.request, command: { ...command, value: command.value + 1 } } } : entry;
}

/** A disk that syncs cells at once, and the log only along with them. */
function onForgetfulDisk(context: Parameters<ServerFactory>[0]): Parameters<ServerFactory>[0] {
  const { store } = context;
  let cellsAreDirty = false;
  const forgetful: DurableStore = {
    log: store.log,
    get: (key) => store.get(key),
    isDamaged: (key) => store.isDamaged(key),
    set: (key, value) => {
      cellsAreDirty = true;
      store.set(key, value);
    },
    sync: () => {
      if (cellsAreDirty) store.sync();
      cellsAreDirty = false;
    },
  };
  return amended(context, { store: forgetful });
}
