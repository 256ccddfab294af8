/**
 * Faults that aim at a leader. A server is made leader, and then it is kept from knowing what the others do for about as
 * long as an election takes: in such moments two servers lead, and the older one must neither tell anyone what it believes
 * nor find enough followers to decide anything.
 */
import { formatCommand, type UserCommand } from '../../../../src/engine/protocols/raft/commands.ts';
import type { ChangeMode } from '../../../../src/engine/protocols/raft/options.ts';
import { sorted } from '../../../../src/engine/protocols/raft/quorum.ts';
import type { NodeId } from '../../../../src/engine/sim/process.ts';
import type { Random } from '../../../../src/engine/sim/random.ts';
import type { Action, ScheduledAction } from '../../../../src/engine/sim/schedule.ts';
import { MILLISECOND, type Micros } from '../../../../src/engine/sim/time.ts';

export type Attack = keyof typeof ATTACKS;

export interface Battlefield {
  readonly attacks: readonly Attack[];
  readonly changes: ChangeMode;
  readonly servers: readonly NodeId[];
  readonly clients: readonly NodeId[];
  /** Two clients that speak for operators: one stays with the leader, the other with its rivals. */
  readonly operator: NodeId;
  readonly rival: NodeId;
  readonly from: Micros;
  readonly until: Micros;
}

/** Who plays which part in one siege. */
class Siege {
  readonly random: Random;
  readonly field: Battlefield;
  readonly leader: NodeId;
  /** The other servers, in any order. */
  readonly others: readonly NodeId[];
  private readonly loyal: readonly NodeId[];

  constructor(random: Random, field: Battlefield) {
    const [leader, ...others] = shuffled(random, field.servers);
    this.random = random;
    this.field = field;
    this.leader = leader ?? 0;
    this.others = others;
    this.loyal = field.clients.filter(() => random.chance(0.5));
  }

  get other(): NodeId {
    return this.others[0] ?? this.leader;
  }

  /** Cuts the network between the leader, these servers, and the clients that stay with it, and everyone else. */
  divide(...side: readonly NodeId[]): Action {
    const { servers, clients, operator, rival } = this.field;
    const group = [this.leader, ...side, ...this.loyal, operator];
    return { kind: 'partition', groups: [group, [...servers, ...clients, operator, rival].filter((node) => !group.includes(node))] };
  }

  ask(command: UserCommand): Action {
    return { kind: 'command', node: this.field.operator, command: formatCommand(command) };
  }

  askRivals(command: UserCommand): Action {
    return { kind: 'command', node: this.field.rival, command: formatCommand(command) };
  }

  /** These servers would be the cluster: with joint consensus at once, otherwise by one step in that direction. */
  secession(side: readonly NodeId[]): UserCommand {
    const { changes, servers } = this.field;
    if (changes === 'joint') return { op: 'members', servers: sorted(side) };
    const foreign = servers.filter((server) => !side.includes(server));
    const removed = this.random.chance(0.5) ? this.random.pick(foreign) : undefined;
    return removed === undefined ? { op: 'add-server', server: this.random.pick(side) ?? this.leader } : { op: 'remove-server', server: removed };
  }
}

/** What is done, in milliseconds after the attack begins. */
type Moment = readonly [after: number, action: Action];

const HEAL: Action = { kind: 'heal' };

const ATTACKS = {
  /** The leader is cut off. */
  isolation(siege: Siege): Moment[] {
    return [[0, siege.divide()], [siege.random.between(40, 130), HEAL]];
  },

  /** It stands still while its followers' answers arrive, and is cut off when it goes on. */
  freeze(siege: Siege): Moment[] {
    const { random, leader: node } = siege;
    return [[0, { kind: 'pause', node }], [random.between(2, 8), siege.divide()], [random.between(40, 80), { kind: 'resume', node }], [130, HEAL]];
  },

  /** One server reaches both sides. When the leader loses that one too, the server forgets everything in a crash. */
  amnesia(siege: Siege): Moment[] {
    const { leader, other: node } = siege;
    const lost = siege.random.between(30, 60);
    const bridge: Moment[] = [[0, { kind: 'mend', from: leader, to: node }], [0, { kind: 'mend', from: node, to: leader }]];
    return [[0, siege.divide()], ...bridge, [lost, siege.divide()], [lost, { kind: 'crash', node }], [lost, { kind: 'restart', node }], [lost + 60, HEAL]];
  },

  /** It hands over, and does not hear what comes of it. */
  coup(siege: Siege): Moment[] {
    return [[0, siege.ask({ op: 'transfer', server: siege.other })], [siege.random.between(2, 9), siege.divide()], [80, HEAL]];
  },

  /** It hands over to a server that stands still, and that takes the order when it has been given up. */
  'late-coup'(siege: Siege): Moment[] {
    const { random, other: node } = siege;
    const late = random.between(70, 120);
    return [[0, siege.ask({ op: 'transfer', server: node })], [random.between(3, 8), { kind: 'pause', node }], [late, siege.divide()], [late, { kind: 'resume', node }], [late + 60, HEAL]];
  },

  /** Each side of a partition would be the cluster. Then some of the other side come over to the leader's. */
  secession(siege: Siege): Moment[] {
    const { random, leader, others } = siege;
    const followers = others.filter(() => random.chance(0.4));
    const rest = others.filter((server) => !followers.includes(server));
    const comeOver = random.between(50, 100);
    return [
      [0, siege.ask(siege.secession([leader, ...followers]))],
      [random.between(1, 8), siege.divide(...followers)],
      [random.between(20, 60), siege.askRivals(siege.secession(rest.length > 0 ? rest : others))],
      [comeOver, siege.divide(...followers, ...rest.filter(() => random.chance(0.4)))],
      [comeOver + random.between(60, 100), HEAL],
    ];
  },

  /**
   * The leader adds a server while it reaches no other, and the next leader removes the old one. Sometimes the old one hears
   * of the next, but not of that. Then one more comes over to it, which makes three of the five in its configuration.
   */
  schism(siege: Siege): Moment[] {
    const { random, leader, others } = siege;
    const [added = leader, comer = leader] = others;
    const comesOver = random.between(52, 80);
    const hears: Moment[] = random.chance(0.5) ? [[comesOver - random.between(1, 8), HEAL]] : [];
    return [
      [0, siege.divide(added)],
      [1, siege.ask({ op: 'add-server', server: added })],
      [random.between(45, 60), siege.askRivals({ op: 'remove-server', server: leader })],
      ...hears,
      [comesOver, siege.divide(added, comer)],
      [comesOver + random.between(80, 120), HEAL],
    ];
  },
};

/** What is asked for before an attack, so that it meets a cluster of the right kind. */
function preparationFor(attack: Attack, siege: Siege): Action[] {
  const { field, leader, other } = siege;
  const lead = siege.ask({ op: 'transfer', server: leader });
  if (attack === 'secession') return [siege.ask(siege.secession(field.servers)), lead];
  return attack === 'schism' ? [siege.ask({ op: 'add-server', server: leader }), siege.ask({ op: 'remove-server', server: other }), lead] : [lead];
}

export function drawSieges(random: Random, field: Battlefield): ScheduledAction[] {
  const actions: ScheduledAction[] = [];
  let at = field.from;
  while (at < field.until) {
    const siege = new Siege(random, field);
    const attack = random.pick(field.attacks) ?? 'isolation';
    for (const action of preparationFor(attack, siege)) actions.push({ at, action });
    at += random.between(40, 100) * MILLISECOND;
    const moments = ATTACKS[attack](siege);
    for (const [after, action] of moments) actions.push({ at: at + after * MILLISECOND, action });
    at += Math.max(...moments.map(([after]) => after)) * MILLISECOND;
  }
  return actions.filter((action) => action.at < field.until);
}

function shuffled<Item>(random: Random, items: readonly Item[]): Item[] {
  const rest = items.slice();
  return items.flatMap(() => rest.splice(random.integer(rest.length), 1));
}
