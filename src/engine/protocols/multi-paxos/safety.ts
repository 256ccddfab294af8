/** Watches a run for what Multi-Paxos guarantees, after every step at the node where it happened, looking only at what is new. */
import type { Monitor, Violation } from '../../check/monitor.ts';
import type { Node } from '../../sim/node.ts';
import type { NodeId } from '../../sim/process.ts';
import type { Simulator } from '../../sim/simulator.ts';
import { Answers, type AnswersState } from '../key-value/answers.ts';
import { majority } from '../paxos/ballots.ts';
import { MultiPaxosClient } from './client.ts';
import type { Ballot, Entry, MultiPaxosMessage, Slot, Value } from './messages.ts';
import { Chosen, describe, findingIn, sameValue, type Finding } from './properties.ts';
import { MultiPaxosServer } from './server.ts';

/** What was last seen of a server. */
interface Seen {
  readonly life: number;
  readonly length: number;
  readonly truncations: number;
  readonly promised: Ballot;
  readonly executed: Slot;
  readonly collected: Slot;
}

/** An acceptor has accepted a value. */
interface Vote {
  readonly node: NodeId;
  readonly slot: Slot;
  readonly ballot: Ballot;
  readonly value: Value;
}

/** A server takes a value for chosen. */
interface Learned {
  readonly name: string;
  readonly slot: Slot;
  readonly value: Value;
}

/** Lists that only grow: their lengths are enough to go back to an earlier moment. */
interface Memory {
  readonly seen: readonly (Seen | undefined)[];
  readonly votes: readonly Vote[];
  readonly learned: readonly Learned[];
  readonly lengths: { readonly votes: number; readonly learned: number };
  readonly quorum: number;
  readonly answers: AnswersState;
}

const NOTHING_SEEN: Seen = { life: 1, length: 0, truncations: 0, promised: 0, executed: 0, collected: 0 };

export class MultiPaxosSafety implements Monitor<MultiPaxosMessage> {
  private seen: (Seen | undefined)[] = [];
  private votes: Vote[] = [];
  private learned: Learned[] = [];
  private quorum = 0;
  // What follows from these.
  private votersOf = new Map<string, readonly NodeId[]>();
  private elected = new Map<Slot, Value>();
  private chosen = new Chosen();
  private answers = new Answers();
  /** The last slot of which the answers know. */
  private told: Slot = 0;

  /** @throws TypeError where a server is none of the reference's, whose state can't be read */
  afterStep(simulator: Simulator<MultiPaxosMessage>): readonly Violation[] {
    const node = simulator.nodes[simulator.lastNode];
    const life = node?.life;
    if (!node || !life) return [];
    const finding = this.find(node, life);
    return finding ? [{ ...finding, step: simulator.step }] : [];
  }

  private find(node: Node<MultiPaxosMessage>, life: unknown): Finding | undefined {
    if (life instanceof MultiPaxosServer) return life.damage === null ? this.check(node, life) : undefined;
    if (life instanceof MultiPaxosClient) {
      const [wrong] = this.answers.check(node.id, life);
      return wrong === undefined ? undefined : { property: 'linearizability', message: `${node.name} ${wrong}` };
    }
    throw new TypeError(`${node.name} is no MultiPaxosServer: its state can't be checked.`);
  }

  private check(node: Node<MultiPaxosMessage>, server: MultiPaxosServer): Finding | undefined {
    const seen = this.seen[node.id] ?? NOTHING_SEEN;
    const { log } = node.disk;
    const { collected } = server.log;
    const { executed } = server.replica;
    const isNewLife = seen.life !== node.lives;
    this.quorum = majority(server.options.servers);
    this.seen[node.id] = { life: node.lives, length: log.length, truncations: log.truncations, promised: Math.max(seen.promised, server.ballot), executed, collected };

    let finding: Finding | undefined;
    // Every record counts, whatever is wrong already: it may be a part of something worse.
    for (let position = seen.truncations === log.truncations ? Math.max(seen.length, log.start) : log.start; position < log.length; position++) {
      const found = this.checkRecord(node, log.at(position) as Entry, seen.promised);
      finding ??= found;
    }
    finding ??= this.checkPromise(node, server, seen.promised, isNewLife);
    if (finding) return finding;
    if (executed === seen.executed && collected === seen.collected && !isNewLife) return undefined;
    return findingIn({ name: node.name, executed, records: server.replica.machine.toRecords(), collected, covered: server.log.snapshot?.slot ?? 0 }, this.chosen);
  }

  private checkPromise(node: Node<MultiPaxosMessage>, { ballot, log }: MultiPaxosServer, promised: Ballot, isNewLife: boolean): Finding | undefined {
    if (ballot < promised) return { property: 'promises', message: `${node.name} had promised ballot ${promised}, and takes part in ballots from ${ballot} on.` };
    const lost = isNewLife ? this.votes.find((vote) => vote.node === node.id && !log.isChosen(vote.slot) && (log.at(vote.slot)?.ballot ?? -1) < vote.ballot) : undefined;
    return lost && { property: 'promises', message: `${node.name} had accepted ${describe(lost.value)} in slot ${lost.slot} and ballot ${lost.ballot}, and does not know of it any more.` };
  }

  private checkRecord(node: Node<MultiPaxosMessage>, { slot, ballot, value, chosen }: Entry, promised: Ballot): Finding | undefined {
    if (chosen) return this.learn({ name: node.name, slot, value });
    const conflict = this.vote({ node: node.id, slot, ballot, value });
    if (conflict || ballot >= promised) return conflict;
    return { property: 'promises', message: `${node.name} has accepted ${describe(value)} in slot ${slot} and ballot ${ballot}, though it had promised ballot ${promised}.` };
  }

  private vote(vote: Vote): Finding | undefined {
    const { node, slot, ballot, value } = vote;
    const key = `${slot}/${ballot}/${describe(value)}`;
    const voters = this.votersOf.get(key) ?? [];
    if (voters.includes(node)) return undefined;
    this.votes.push(vote);
    this.votersOf.set(key, [...voters, node]);
    if (voters.length + 1 < this.quorum) return undefined;
    const known = this.elected.get(slot);
    if (!known) this.elected.set(slot, value);
    else if (!sameValue(known, value)) return { property: 'agreement', message: `In slot ${slot} a majority has accepted ${describe(value)} in ballot ${ballot}, where ${describe(known)} was chosen.` };
    return undefined;
  }

  private learn(learned: Learned): Finding | undefined {
    const { name, slot, value } = learned;
    const isNew = this.chosen.valueAt(slot) === undefined;
    const conflict = this.chosen.add(name, slot, value);
    if (conflict) return conflict;
    if (isNew) this.learned.push(learned);
    this.tell();
    const elected = this.elected.get(slot);
    return elected && sameValue(elected, value) ? undefined : { property: 'learning', message: `${name} takes ${describe(value)} for chosen in slot ${slot}, which no majority has accepted in one ballot.` };
  }

  /** What is chosen can be answered for, in the order of the slots. */
  private tell(): void {
    while (this.told + 1 < this.chosen.firstUnknown) {
      const value = this.chosen.valueAt(++this.told);
      if (value?.kind === 'command') this.answers.execute(value.request, this.told);
    }
  }

  capture(): Memory {
    const { votes, learned, quorum } = this;
    return { seen: this.seen.slice(), votes, learned, lengths: { votes: votes.length, learned: learned.length }, quorum, answers: this.answers.capture() };
  }

  restore(state: unknown): void {
    const { seen, votes, learned, lengths, quorum, answers } = state as Memory;
    this.seen = seen.slice();
    this.votes = [];
    this.learned = [];
    this.quorum = quorum;
    this.votersOf = new Map();
    this.elected = new Map();
    this.chosen = new Chosen();
    this.answers = new Answers();
    this.answers.restore(answers, []);
    this.told = 0;
    for (const vote of votes.slice(0, lengths.votes)) this.vote(vote);
    for (const each of learned.slice(0, lengths.learned)) this.learn(each);
  }
}
