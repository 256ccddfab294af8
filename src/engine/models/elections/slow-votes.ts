/**
 * A Raft server whose votes take time to be written. Raft's own server writes at once; here whatever tells of a vote waits
 * until the vote is on disk: a candidate's RequestVote for its own, a voter's granting reply for the one that it gives.
 * Writes of one server follow each other. Everything else goes out at once.
 */
import type { RaftMessage, RaftNote, Term } from '../../protocols/raft/messages.ts';
import { drawLatency, type Latency } from '../../sim/latency.ts';
import type { Context, NodeId, Process } from '../../sim/process.ts';
import type { Micros } from '../../sim/time.ts';
import { changedContext } from '../contexts.ts';

interface Held {
  readonly to: NodeId;
  readonly message: RaftMessage;
  readonly until: Micros;
}

/** No server names a timer so. */
const TIMER = 'vote written';

export class SlowVotes implements Process<RaftMessage> {
  private readonly context: Context<RaftMessage, RaftNote>;
  private readonly writeTime: Latency;
  private readonly server: Process<RaftMessage>;
  private votedIn: Term = 0;
  private writtenAt: Micros = 0;
  private held: Held[] = [];

  /** @param create makes the server, which sends through the context that it is handed */
  constructor(context: Context<RaftMessage, RaftNote>, writeTime: Latency, create: (context: Context<RaftMessage, RaftNote>) => Process<RaftMessage>) {
    this.context = context;
    this.writeTime = writeTime;
    this.server = create(changedContext(context, { send: (to, message) => this.send(to, message) }));
  }

  onStart(): void {
    this.server.onStart();
  }

  onRestart(): void {
    this.server.onRestart();
  }

  onMessage(from: NodeId, message: RaftMessage): void {
    this.server.onMessage(from, message);
  }

  onTimer(name: string): void {
    if (name === TIMER) this.release();
    else this.server.onTimer(name);
  }

  private send(to: NodeId, message: RaftMessage): void {
    const until = this.timeOfVote(message);
    if (until <= this.context.now()) this.context.send(to, message);
    else this.hold({ to, message, until });
  }

  /** When the vote that a message tells of is on disk; 0 for a message that tells of none. */
  private timeOfVote(message: RaftMessage): Micros {
    if (!tellsOfVote(message)) return 0;
    if (message.term !== this.votedIn) {
      this.votedIn = message.term;
      this.writtenAt = Math.max(this.writtenAt, this.context.now()) + drawLatency(this.writeTime, this.context.random);
    }
    return this.writtenAt;
  }

  private hold(held: Held): void {
    this.held.push(held);
    if (this.held.length === 1) this.awaitWrite();
  }

  private release(): void {
    const now = this.context.now();
    const ready = this.held.filter(({ until }) => until <= now);
    this.held = this.held.filter(({ until }) => until > now);
    for (const { to, message } of ready) this.context.send(to, message);
    if (this.held.length > 0) this.awaitWrite();
  }

  private awaitWrite(): void {
    const [first] = this.held;
    if (first) this.context.setTimer(TIMER, first.until - this.context.now());
  }
}

function tellsOfVote(message: RaftMessage): message is Extract<RaftMessage, { type: 'RequestVote' | 'RequestVoteReply' }> {
  return message.type === 'RequestVote' || (message.type === 'RequestVoteReply' && message.voteGranted);
}
