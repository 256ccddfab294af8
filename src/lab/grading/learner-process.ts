import type { Context } from '../../engine/sim/process.ts';
import type { Life } from '../realm/life.ts';
import type { Realm } from '../realm/realm.ts';
import { encode, MachineRef } from '../realm/wire.ts';
import { textOf } from './calls.ts';
import { machineOf } from './node-machine.ts';
import type { EndingProcess } from './simulation.ts';

/** An instance of the learner's process class, as the engine runs it: one object per life, made with the node's context. Messages are wire text. */
export class LearnerProcess implements EndingProcess {
  private readonly life: Life;
  private readonly className: string;
  private handle: number | undefined;

  constructor(realm: Realm, context: Context<string, unknown>, className: string) {
    this.life = realm.begin(machineOf(context, (to, message) => context.send(to, message)));
    this.className = className;
  }

  onStart(): void {
    this.call('onStart', []);
  }

  onRestart(): void {
    this.call('onRestart', []);
  }

  onMessage(from: number, message: string): void {
    this.callWith('onMessage', `[${from},${message}]`);
  }

  onTimer(name: string): void {
    if (!this.life.fire(name)) this.call('onTimer', [name]);
  }

  onCommand(command: string): void {
    this.call('onCommand', [command]);
  }

  /** What its `inspect()` returns, else its enumerable fields, as wire text. @throws LearnerError */
  show(): string | undefined {
    const { settled } = this.life.show(this.object());
    return settled && textOf(settled);
  }

  end(): void {
    this.life.end();
  }

  private object(): number {
    return (this.handle ??= this.life.construct(this.className, [new MachineRef('context')]));
  }

  /** A handler may be asynchronous; an exception or a rejection of it ends the run. */
  private call(method: string, values: readonly unknown[]): void {
    this.callWith(method, encode(values));
  }

  /** @param values wire text of an array */
  private callWith(method: string, values: string): void {
    this.life.invokeText(this.object(), method, values, true).whenSettled(textOf);
  }
}
