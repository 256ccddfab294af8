/** Multi-Paxos with one bug each: the checks must catch every one of them. */
import type { Monitor, Violation } from '../../../../src/engine/check/monitor.ts';
import { failureOf } from '../../../../src/engine/check/search/goals.ts';
import type { SentMessage } from '../../../../src/engine/check/search/model.ts';
import { MULTI_PAXOS_FLAWS } from '../../../../src/engine/protocols/multi-paxos/flaws.ts';
import { MULTI_PAXOS_INVARIANTS } from '../../../../src/engine/protocols/multi-paxos/invariants.ts';
import type { MultiPaxosMessage } from '../../../../src/engine/protocols/multi-paxos/messages.ts';
import type { MultiPaxosPropertyId } from '../../../../src/engine/protocols/multi-paxos/properties.ts';
import { smallCluster, type Reign, type SmallCluster } from '../../../../src/engine/protocols/multi-paxos/search.ts';
import { MultiPaxosServer } from '../../../../src/engine/protocols/multi-paxos/server.ts';
import type { MultiPaxosFactory } from '../../../../src/engine/protocols/multi-paxos/system.ts';
import type { Simulator } from '../../../../src/engine/sim/simulator.ts';
import type { Quarry, Way } from '../hunts.ts';
import { hunt } from './campaign.ts';

/** Watches a run for what a search looks for, message by message that was ever sent. */
class Invariants implements Monitor<MultiPaxosMessage> {
  private readonly sent = new Map<number, SentMessage<MultiPaxosMessage>>();

  afterStep(simulator: Simulator<MultiPaxosMessage>): readonly Violation[] {
    for (const envelope of simulator.messagesInFlight()) this.sent.set(envelope.id, envelope);
    const nodes = simulator.nodes.map(({ id, name, life, disk }) => ({ id, name, isUp: life !== undefined, state: life?.capture?.(), disk: disk.capture(), timers: [] }));
    const failure = failureOf(MULTI_PAXOS_INVARIANTS, { nodes, messages: [...this.sent.values()] });
    return failure ? [{ ...failure, step: simulator.step }] : [];
  }

  capture(): unknown {
    return new Map(this.sent);
  }

  restore(state: unknown): void {
    this.sent.clear();
    for (const [id, envelope] of state as typeof this.sent) this.sent.set(id, envelope);
  }
}

/** @param spoil puts the bug into a server of the reference */
function mutant(
  name: string,
  breaks: readonly MultiPaxosPropertyId[],
  spoil: (server: MultiPaxosServer) => void,
  small?: SmallCluster,
  seldomBy: readonly Way[] = [],
): Quarry<MultiPaxosMessage> {
  const create = (...[context, options]: Parameters<MultiPaxosFactory>) => {
    const server = new MultiPaxosServer(context, options);
    spoil(server);
    return server;
  };
  const searched = small && { model: smallCluster(small, create), goals: { invariants: MULTI_PAXOS_INVARIANTS } };
  return { name, breaks, seldomBy, hunt: (seed) => hunt(seed, create).violation, monitor: () => new Invariants(), searched };
}

const split = ['agreement', 'learning', 'execution', 'linearizability'] as const;
const forgotten = ['promises', ...split] as const;

/** A search finds it among some tens of thousands of worlds, or a few hundred thousand: more than every run of the tests has time for. */
const deep: readonly Way[] = ['breadth-first'];

/** The first of three servers leads, or believes so although the third does. */
const first: Reign = { leader: 0, ballot: 1, promises: [0, 1] };
const third: Reign = { leader: 2, ballot: 3, promises: [1, 2] };
const rivals = [first, third];
const rivalling: SmallCluster = { parameters: { servers: 3 }, reigns: rivals, bounds: { timers: 1 }, commands: [[0, 'add x 1'], [2, 'add x 2']] };

const [forgetsPromise, everyBallot, fillsSlots, adoptsAny, pastHoles, oneAcceptance, ownReads, collectsEarly] = MULTI_PAXOS_FLAWS;

export const multiPaxosMutants: readonly Quarry<MultiPaxosMessage>[] = [
  mutant('holes are executed past', ['execution'], pastHoles.spoil, { bounds: { timers: 1 }, commands: [[0, 'add x 1'], [1, 'add x 2']] }),
  mutant('a no-op is put where something may be chosen', split, fillsSlots.spoil, { parameters: { servers: 3 }, reigns: [first], bounds: { timers: 1 } }),
  mutant('phase 1 asks only about slots above the highest of its own', split, ({ candidacy, leadership, log, replica }) => {
    const { adopt } = leadership;
    candidacy.firstSlotAsked = () => log.last + 1;
    leadership.adopt = (accepted) => {
      const own = log.from(replica.executed + 1).map((entry) => [entry.slot, entry] as const);
      return adopt.call(leadership, new Map([...own, ...accepted]));
    };
  }, { parameters: { servers: 3 }, reigns: [{ ...first, requests: [[0, 'add x 1'], [1, 'add x 2']] }], bounds: { timers: 1 }, commands: [] }, deep),
  mutant('a new leader adopts what it sees first, not what has the highest ballot', split, adoptsAny.spoil, { parameters: { servers: 3 }, reigns: [{ ...first, requests: [[0, 'add x 1']] }, { ...third, requests: [[2, 'add x 2']] }], bounds: { timers: 1 }, commands: [] }, deep),
  mutant('a promise is forgotten in a crash', forgotten, forgetsPromise.spoil, { bounds: { timers: 1, crashes: 1, restarts: true } }),
  mutant('what was accepted is forgotten in a crash', forgotten, ({ log }) => {
    const { recover } = log;
    log.recover = () => {
      const damage = recover.call(log);
      const { entries, ...rest } = log.capture();
      log.restore({ ...rest, entries: new Map([...entries].filter(([, { chosen }]) => chosen)) });
      return damage;
    };
  }, { bounds: { timers: 1, crashes: 1, restarts: true } }),
  mutant('answers are given before the disk has what they rest on', [...forgotten, 'progress'], (server) => {
    server.force = () => {};
  }, { bounds: { timers: 1, crashes: 1, restarts: true } }),
  mutant('an acceptor takes part in every ballot', forgotten, everyBallot.spoil, rivalling),
  mutant('what one acceptor has accepted is taken for chosen', split, oneAcceptance.spoil, rivalling),
  mutant('two servers have the same ballots', forgotten, ({ acceptor, candidacy }) => {
    candidacy.nextBallot = () => acceptor.promised + 1;
  }, { bounds: { timers: 2 }, commands: [[0, 'add x 1'], [1, 'add x 2']] }),
  mutant('what a leader knows to be chosen is taken to be what was accepted of another', split, ({ replica }) => {
    replica.isOfLeader = () => true;
  }, rivalling, deep),
  mutant('slots are collected for which no snapshot stands', ['garbage', ...split], collectsEarly.spoil, { parameters: { retained: 0, snapshotInterval: 1 }, bounds: { timers: 2 } }),
  mutant('a promise leaves out what was collected', split, ({ acceptor, replica, log }) => {
    const { onPrepare } = acceptor;
    acceptor.onPrepare = (candidate, message) => {
      replica.reportFrom = (from) => ({ snapshot: null, entries: log.from(from) });
      onPrepare.call(acceptor, candidate, message);
      Reflect.deleteProperty(replica, 'reportFrom');
    };
  }, { parameters: { servers: 3, retained: 0, snapshotInterval: 1 }, reigns: [{ ...first, requests: [[0, 'add x 1'], [1, 'add x 2']] }], bounds: { timers: 2 }, commands: [] }, deep),
  mutant('a snapshot has no sessions', ['execution', 'linearizability'], ({ replica }) => {
    replica.contents = () => replica.machine.toRecords().filter((record) => 'key' in record);
  }, { parameters: { snapshotInterval: 1 }, reigns: [first], bounds: { timers: 1, crashes: 1, restarts: true } }),
  mutant('a command that is chosen twice is executed twice', ['execution', 'linearizability'], ({ replica: { machine } }) => {
    const { apply } = machine;
    machine.apply = (request, slot) => {
      const records = machine.toRecords();
      machine.fromRecords(records.map((record) => ('session' in record && record.session === request.session ? { ...record, serial: request.serial - 1 } : record)));
      return apply.call(machine, request, slot);
    };
    machine.resultOf = () => undefined;
  }, { bounds: { timers: 1 } }),
  mutant('a leader answers reads by itself', ['linearizability'], ownReads.spoil, { ...rivalling, commands: [[2, 'add x 1'], [2, 'get x']] }, deep),
];
