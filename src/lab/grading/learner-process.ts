import type { Context } from '../../engine/sim/process.ts';
import type { Life } from '../realm/life.ts';
import type { Realm } from '../realm/realm.ts';
import type { Task } from '../realm/task.ts';
import { MachineRef } from '../realm/wire.ts';
import { valueOf } from './calls.ts';
import { machineOf } from './node-machine.ts';
import type { EndingProcess } from './simulation.ts';

/** An instance of the learner's process class, as the engine runs it: one object per life, made with the node's context. */
export class LearnerProcess implements EndingProcess {
  private readonly life: Life;
  private readonly className: string;
  private handle: number | undefined;

  constructor(realm: Realm, context: Context<unknown, unknown>, className: string) {
    this.life = realm.begin(machineOf(context));
    this.className = className;
  }

  onStart(): void {
    this.call('onStart', []);
  }

  onRestart(): void {
    this.call('onRestart', []);
  }

  onMessage(from: number, message: unknown): void {
    this.call('onMessage', [from, message]);
  }

  onTimer(name: string): void {
    if (!this.life.fire(name)) this.call('onTimer', [name]);
  }

  onCommand(command: string): void {
    this.call('onCommand', [command]);
  }

  /** What the process shows of itself: what its `inspect()` returns, else its enumerable fields. */
  inspect(): unknown {
    const own = this.life.invoke(this.object(), 'inspect', [], true).settled;
    const shown = own && valueOf(own);
    if (shown !== undefined) return shown;
    const fields = this.life.fields(this.object()).settled;
    return fields && valueOf(fields);
  }

  end(): void {
    this.life.end();
  }

  private object(): number {
    return (this.handle ??= this.life.construct(this.className, [new MachineRef('context')]));
  }

  /** A handler may be asynchronous; an exception or a rejection of it ends the run. */
  private call(method: string, values: readonly unknown[]): void {
    const task: Task = this.life.invoke(this.object(), method, values, true);
    task.whenSettled(valueOf);
  }
}
