/**
 * How long it takes to elect a leader, measured on the reference Raft in the simulator (Ongaro, "Consensus: Bridging Theory
 * and Practice", 2014, chapter 9; extended Raft paper, section 9.3 and Figure 16). The clock stops when a candidate has the
 * votes of a majority.
 */
import type { Entry, RaftMessage, RaftNote, Term } from '../../protocols/raft/messages.ts';
import { RaftServer } from '../../protocols/raft/server.ts';
import { DEFAULT_RAFT, raftSystem, type ServerFactory } from '../../protocols/raft/system.ts';
import type { Latency } from '../../sim/latency.ts';
import type { Context, DurableStore, NodeId, Process } from '../../sim/process.ts';
import { Random } from '../../sim/random.ts';
import type { ScheduledAction } from '../../sim/schedule.ts';
import { Simulator } from '../../sim/simulator.ts';
import type { Micros } from '../../sim/time.ts';
import { changedContext } from '../contexts.ts';
import { SlowVotes } from './slow-votes.ts';

export interface ElectionSetting {
  readonly servers: number;
  readonly latency: Latency;
  /** An election timeout is drawn uniformly from this range, in microseconds. */
  readonly timeout: { readonly minimum: Micros; readonly maximum: Micros };
  /**
   * `cold`: every server that is up has a fresh timer when the clock starts. `leader crash`: the first server leads, sends
   * one heartbeat, and crashes at a moment drawn uniformly from the heartbeat interval that follows, half the minimum
   * timeout long; the clock starts then.
   */
  readonly start: 'cold' | 'leader crash';
  /** How many servers are down from the start, the last ones; besides the leader where that crashes. */
  readonly failed: number;
  /** Entries in each server's log, by server; empty logs where left out. */
  readonly logLengths?: readonly number[];
  /** How long it takes to write a vote; no time where left out. */
  readonly voteWrite?: Latency;
  /** Virtual time after which an election is given up. */
  readonly patience: Micros;
}

export interface Election {
  /** From the start of the clock until a candidate has a majority; `patience` where none ever had. */
  readonly time: Micros;
  /** How many terms began: one, and one more for each in which nobody won. */
  readonly terms: number;
  readonly elected: boolean;
}

/** The term in which logs were written, by the leader that crashes if one does. */
const PAST: Term = 1;
const LEADER: NodeId = 0;

/** @throws RangeError for a setting that makes no sense, saying what is wrong */
export function holdElection(setting: ElectionSetting, seed: number): Election {
  const { servers, failed, start, patience } = setting;
  const heartbeatInterval = Math.floor(setting.timeout.minimum / 2);
  const crashes = start === 'leader crash';
  const clockStart = crashes ? 1 + Random.fromSeed(seed).split('crash').integer(heartbeatInterval) : 0;
  let won: Term | undefined;
  let latest: Term = PAST;
  const watch = (note: RaftNote): void => {
    if (note.note === 'leader') won = note.term;
    if (note.note === 'election') latest = Math.max(latest, note.term);
  };
  const system = raftSystem(
    {
      ...DEFAULT_RAFT,
      servers,
      clients: 0,
      latency: setting.latency,
      electionTimeoutMin: setting.timeout.minimum,
      electionTimeoutMax: setting.timeout.maximum,
      heartbeatInterval,
    },
    serverOf(setting, watch),
  );
  const down = Array.from({ length: failed }, (_, index): ScheduledAction => ({ at: 0, action: { kind: 'crash', node: servers - 1 - index } }));
  const crash: ScheduledAction = { at: clockStart, action: { kind: 'crash', node: LEADER } };
  const simulator = new Simulator({ system, seed, schedule: crashes ? [...down, crash] : down });
  const end = clockStart + patience;
  while (won === undefined && simulator.nextTime <= end && simulator.advance());
  return { time: won === undefined ? patience : simulator.now - clockStart, terms: latest - PAST, elected: won !== undefined };
}

/** The times of elections with consecutive seeds from 0 on, in microseconds. */
export function electionTimes(setting: ElectionSetting, elections: number): number[] {
  return Array.from({ length: elections }, (_, seed) => holdElection(setting, seed).time);
}

/** Every server has lived through the past term: its log, its vote for the leader and the term are on its disk. */
function serverOf({ start, logLengths, voteWrite }: ElectionSetting, watch: (note: RaftNote) => void): ServerFactory {
  return (context, options) => {
    writePast(context.store, logLengths?.[context.node] ?? 0);
    if (start === 'leader crash' && context.node === LEADER) return new LastHeartbeat(context, options.servers);
    const watched = changedContext(context, { note: watch });
    const create = (inner: Context<RaftMessage, RaftNote>): Process<RaftMessage> => new Recovered(new RaftServer(inner, options));
    return voteWrite ? new SlowVotes(watched, voteWrite, create) : create(watched);
  };
}

function writePast(store: DurableStore, entries: number): void {
  for (let serial = 1; serial <= entries; serial++) {
    store.log.append({ kind: 'command', term: PAST, request: { client: LEADER, session: LEADER, serial, command: { op: 'get', key: 'x' } } } satisfies Entry);
  }
  store.set('currentTerm', PAST);
  store.set('votedFor', LEADER);
  store.sync();
}

/** A server whose life goes on from what is on its disk. */
class Recovered implements Process<RaftMessage> {
  private readonly server: RaftServer;

  constructor(server: RaftServer) {
    this.server = server;
  }

  onStart(): void {
    this.server.onRestart();
  }

  onRestart(): void {
    this.server.onRestart();
  }

  onMessage(from: NodeId, message: RaftMessage): void {
    this.server.onMessage(from, message);
  }

  onTimer(name: string): void {
    this.server.onTimer(name);
  }
}

/**
 * All that the leader does before it crashes: it sends every server a heartbeat at the same time, as the paper's test script
 * had it do so that timers run in step (section 9.3).
 */
class LastHeartbeat implements Process<RaftMessage> {
  private readonly context: Context<RaftMessage, RaftNote>;
  private readonly servers: number;

  constructor(context: Context<RaftMessage, RaftNote>, servers: number) {
    this.context = context;
    this.servers = servers;
  }

  onStart(): void {
    for (let peer = 0; peer < this.servers; peer++) {
      if (peer === this.context.node) continue;
      this.context.send(peer, { type: 'AppendEntries', term: PAST, prevLogIndex: 0, prevLogTerm: 0, entries: [], leaderCommit: 0, round: 0 });
    }
  }

  onRestart(): void {}

  onMessage(): void {}

  onTimer(): void {}
}
