/** Small systems drawn at random: each node is a table of what it does in a state when something comes. */
import type { Bounds, SearchModel } from '../../../../src/engine/check/search/model.ts';
import type { Context, NodeId, Process } from '../../../../src/engine/sim/process.ts';
import type { Random } from '../../../../src/engine/sim/random.ts';

const STATES = 4;
const MESSAGES = 3;
const TIMERS = ['t', 'u'];

interface Reaction {
  readonly next: number;
  readonly send: { readonly to: 'sender' | 'next' | 'all'; readonly message: number } | null;
  readonly timer: string | null;
  readonly save: boolean;
}

type Table = ReadonlyMap<string, Reaction>;

function drawTable(random: Random, receivers: readonly ('sender' | 'next' | 'all')[]): Table {
  const inputs = ['start', 'restart', ...TIMERS, ...Array.from({ length: MESSAGES }, (_, message) => `m${message}`)];
  const cells = inputs.flatMap((input) => Array.from({ length: STATES }, (_, state) => `${input}/${state}`));
  return new Map(
    cells.map((cell) => [
      cell,
      {
        next: random.chance(0.4) ? random.integer(STATES) : Number(cell.at(-1)),
        send: random.chance(0.4) ? { to: random.pick(receivers) ?? 'all', message: random.integer(MESSAGES) } : null,
        timer: cell.startsWith('start') || random.chance(0.15) ? (random.pick(TIMERS) ?? null) : null,
        save: random.chance(0.3),
      },
    ]),
  );
}

class TableProcess implements Process<number> {
  private state = 0;
  private readonly context: Context<number, never>;
  private readonly table: Table;

  constructor(context: Context<number, never>, table: Table) {
    this.context = context;
    this.table = table;
  }

  onStart(): void {
    this.react('start', this.context.node);
  }

  onRestart(): void {
    this.state = Number(this.context.store.get('state') ?? 0);
    this.react('restart', this.context.node);
  }

  onMessage(from: NodeId, message: number): void {
    this.react(`m${message}`, from);
  }

  onTimer(name: string): void {
    this.react(name, this.context.node);
  }

  onCommand(command: string): void {
    this.react(command, this.context.node);
  }

  capture(): number {
    return this.state;
  }

  restore(state: unknown): void {
    this.state = state as number;
  }

  private react(input: string, from: NodeId): void {
    const reaction = this.table.get(`${input}/${this.state}`);
    if (!reaction) return;
    const { node, size, store } = this.context;
    this.state = reaction.next;
    if (reaction.save) {
      store.set('state', this.state);
      store.sync();
    }
    if (reaction.timer) this.context.setTimer(reaction.timer, reaction.timer === 't' ? 2 : 1);
    if (!reaction.send) return;
    const { to, message } = reaction.send;
    const receivers = to === 'sender' ? [from] : to === 'next' ? [(node + 1) % size] : Array.from({ length: size }, (_, other) => other);
    for (const receiver of receivers) if (receiver !== node) this.context.send(receiver, message);
  }
}

/** @param alike whether all nodes go by one table, in which nothing tells one of the others from another */
export function drawModel(random: Random, alike: boolean): SearchModel<number> {
  const draw = () => drawTable(random, alike ? ['sender', 'all'] : ['sender', 'next', 'all']);
  const shared = draw();
  const size = alike ? 3 : random.between(2, 3);
  const bounds: Bounds = { crashes: random.integer(2), restarts: random.chance(0.5), timers: random.between(1, 4), losses: random.integer(2), duplications: random.integer(2) };
  const network = random.chance(0.5) ? 'set' : 'bag';
  return {
    nodes: Array.from({ length: size }, (_, id) => {
      const table = alike ? shared : draw();
      return { name: `n${id}`, kind: 'server', create: (context) => new TableProcess(context, table) };
    }),
    network,
    bounds: { ...bounds, synchronous: network === 'bag' && random.chance(0.3) },
    commands: alike ? [] : [{ node: 0, command: 'm0' }, { node: 1, command: 'm1' }].slice(0, random.integer(3)),
    ...(random.chance(0.4) && { isDiskWait: (timer: string) => timer === 'u' }),
  };
}
