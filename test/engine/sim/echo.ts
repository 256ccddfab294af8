/** Small systems for the tests of the simulator. */
import type { Context, Process } from '../../../src/engine/sim/process.ts';
import type { System } from '../../../src/engine/sim/system.ts';
import type { NetworkSpec } from '../../../src/engine/sim/network.ts';

/** Answers a number with the next one, sends on command, and counts what it sees. */
export class Echo implements Process<number> {
  seen: string[] = [];
  private readonly context: Context<number, unknown>;

  constructor(context: Context<number, unknown>) {
    this.context = context;
  }

  onStart(): void {
    this.seen.push('start');
  }

  onRestart(): void {
    this.seen.push(`restart ${String(this.context.store.get('saved'))}`);
  }

  onMessage(from: number, message: number): void {
    this.seen.push(`${message} from ${from} at ${this.context.now()}`);
    if (message < 5) this.context.send(from, message + 1);
  }

  onTimer(name: string): void {
    this.seen.push(`${name} at ${this.context.now()}`);
  }

  /** `send TO NUMBER`, `timer NAME DELAY`, `cancel NAME`, `save VALUE`, `sync` */
  onCommand(command: string): void {
    const [verb, first = '', second = ''] = command.split(' ');
    if (verb === 'send') this.context.send(Number(first), Number(second));
    if (verb === 'timer') this.context.setTimer(first, Number(second));
    if (verb === 'cancel') this.context.cancelTimer(first);
    if (verb === 'save') this.context.store.set('saved', first);
    if (verb === 'sync') this.context.store.sync();
  }

  capture(): string[] {
    return this.seen.slice();
  }

  restore(state: unknown): void {
    this.seen = (state as string[]).slice();
  }
}

export function echoSystem(size: number, network: Partial<NetworkSpec> = {}): System<number> {
  return {
    nodes: Array.from({ length: size }, (_, id) => ({ name: `e${id}`, kind: 'server' as const, create: (context) => new Echo(context) })),
    network: { latency: { kind: 'constant', value: 10 }, loss: 0, duplication: 0, ...network },
  };
}
