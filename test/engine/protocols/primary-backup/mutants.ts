/** Primary-backup services with one bug each: the checks must catch every one of them. */
import type { Bounds } from '../../../../src/engine/check/search/model.ts';
import { PrimaryBackupClient } from '../../../../src/engine/protocols/primary-backup/client.ts';
import type { PrimaryBackupMessage, Snapshot } from '../../../../src/engine/protocols/primary-backup/messages.ts';
import { PRIMARY_BACKUP_INVARIANTS, PrimaryBackupSafety } from '../../../../src/engine/protocols/primary-backup/properties.ts';
import { PrimaryBackupServer } from '../../../../src/engine/protocols/primary-backup/server.ts';
import { serversAlike } from '../../../../src/engine/protocols/primary-backup/symmetry.ts';
import { DEFAULT_PRIMARY_BACKUP, FIRST_SERVER, serversOf, type PrimaryBackupFactory, type PrimaryBackupParameters } from '../../../../src/engine/protocols/primary-backup/system.ts';
import type { Replica, View } from '../../../../src/engine/protocols/primary-backup/view.ts';
import { ViewServer } from '../../../../src/engine/protocols/primary-backup/view-server.ts';
import type { Request } from '../../../../src/engine/protocols/key-value/commands.ts';
import type { Quarry, Way } from '../hunts.ts';
import { hunt, smallService } from './campaign.ts';

class AnswersBeforeTheBackup extends PrimaryBackupServer {
  protected override forward(request: Request): void {
    super.forward(request);
    this.finish(request);
  }
}

class ServesAsBackup extends PrimaryBackupServer {
  protected override admitsClients(): boolean {
    return this.role !== 'idle';
  }

  protected override mustForward(request: Request): boolean {
    return this.role === 'primary' && super.mustForward(request);
  }
}

/** No harm in itself, where servers refuse it. */
class AsksTheBackup extends PrimaryBackupClient {
  protected override serverOf({ primary, backup }: View): Replica | null {
    return backup ?? primary;
  }
}

class TransfersNothing extends PrimaryBackupServer {
  protected override snapshot(): Snapshot {
    return { executed: this.executed, records: [] };
  }
}

class TransfersValuesAlone extends PrimaryBackupServer {
  protected override snapshot(): Snapshot {
    const { executed, records } = super.snapshot();
    return { executed, records: records.filter((record) => 'key' in record) };
  }
}

class ServesDuringTheTransfer extends PrimaryBackupServer {
  protected override mayServe(): boolean {
    return true;
  }

  protected override mustForward(request: Request): boolean {
    return this.isReady && super.mustForward(request);
  }
}

class IsInTheViewTooSoon extends PrimaryBackupServer {
  protected override takesPart(): boolean {
    return this.role !== 'idle';
  }
}

class AcceptsEveryForward extends PrimaryBackupServer {
  protected override accepts(): boolean {
    return this.role !== 'idle' && this.isReady;
  }
}

class ExecutesAgain extends PrimaryBackupServer {
  protected override isExecuted(): boolean {
    return false;
  }

  protected override execute(request: Request): void {
    const forgotten = this.machine.toRecords().filter((record) => 'key' in record || record.session !== request.session);
    this.machine.fromRecords(forgotten);
    super.execute(request);
  }
}

class PassesForItsFormerSelf extends PrimaryBackupServer {
  protected override nextIncarnation(): number {
    return 1;
  }
}

class GoesOnAlone extends PrimaryBackupServer {
  override onTimer(): void {
    super.onTimer();
    const [request] = this.pending;
    if (request && this.role === 'primary' && this.isReady) this.finish(request);
  }
}

class SendsOnce extends PrimaryBackupServer {
  protected override remind(): void {
    // It will arrive.
  }
}

export class ReadsLocally extends PrimaryBackupServer {
  protected override mustForward(request: Request): boolean {
    return request.command.op !== 'get' && super.mustForward(request);
  }

  protected override finish(request: Request): void {
    const { client, serial, command } = request;
    if (command.op !== 'get') return super.finish(request);
    this.pending = this.pending.slice(1);
    this.context.send(client, { type: 'reply', serial, result: this.machine.read(command.key) });
  }
}

class MovesOnUnacknowledged extends ViewServer {
  protected override mayMoveOn(): boolean {
    return true;
  }
}

class PromotesAnyone extends ViewServer {
  protected override nextPrimary(): Replica | undefined {
    return super.nextPrimary() ?? this.firstHeard(() => true);
  }
}

interface Mutant {
  readonly name: string;
  readonly breaks: readonly string[];
  readonly factory: Partial<PrimaryBackupFactory>;
  readonly parameters?: Partial<PrimaryBackupParameters>;
  readonly bounds?: Bounds;
  readonly operation?: string;
  readonly seldomBy?: readonly Way[];
  /** Whether it shows only where messages are lost, which no message of a search is. */
  readonly isOfLoss?: boolean;
}

/** What a backup, or the primary, does not have. */
const unlike = ['agreement', 'answers-are-backed-up'] as const;
const unknown = ['answers-are-backed-up', 'exactly-once'] as const;

const paired: Partial<PrimaryBackupParameters> = { paired: true };

const mutants: readonly Mutant[] = [
  { name: 'the primary answers before the backup has executed', breaks: unlike, factory: { server: (...args) => new AnswersBeforeTheBackup(...args) }, parameters: paired },
  { name: 'the backup serves clients', breaks: unlike, factory: { server: (...args) => new ServesAsBackup(...args), client: (...args) => new AsksTheBackup(...args) }, parameters: paired },
  { name: 'a view follows one that is not acknowledged', breaks: ['succession'], factory: { viewServer: (...args) => new MovesOnUnacknowledged(...args) } },
  { name: 'a server that is not the backup is promoted', breaks: ['succession'], factory: { viewServer: (...args) => new PromotesAnyone(...args) }, parameters: { ...paired, servers: 3 }, bounds: { timers: 2 } },
  { name: 'a new backup is not given the state', breaks: unknown, factory: { server: (...args) => new TransfersNothing(...args) } },
  { name: 'a new backup is not told what was executed for whom', breaks: unknown, factory: { server: (...args) => new TransfersValuesAlone(...args) } },
  { name: 'the primary serves while it transfers the state', breaks: unlike, factory: { server: (...args) => new ServesDuringTheTransfer(...args) } },
  { name: 'a backup says that it is in the view before it has the state', breaks: ['succession'], factory: { server: (...args) => new IsInTheViewTooSoon(...args) }, parameters: { clients: 0 }, bounds: { timers: 3 }, seldomBy: ['seeds', 'walk'] },
  { name: 'forwards are accepted from any view', breaks: unlike, factory: { server: (...args) => new AcceptsEveryForward(...args) }, parameters: { ...paired, servers: 3 }, bounds: { timers: 2 } },
  { name: 'an operation that is sent again is executed again', breaks: ['exactly-once'], factory: { server: (...args) => new ExecutesAgain(...args) }, parameters: paired },
  {
    name: 'a server that was restarted passes for its former self',
    // Where it was the backup, its primary waits for it for ever.
    breaks: [...unlike, 'succession', 'operations-end'],
    factory: { server: (...args) => new PassesForItsFormerSelf(...args) },
    bounds: { timers: 0, crashes: 1, crashable: [FIRST_SERVER, FIRST_SERVER + 1], restarts: true },
  },
  { name: 'a primary whose backup is silent goes on alone', breaks: unlike, factory: { server: (...args) => new GoesOnAlone(...args) }, parameters: paired, bounds: { timers: 1 } },
  { name: 'reads are served without the backup', breaks: unlike, factory: { server: (...args) => new ReadsLocally(...args) }, parameters: paired, operation: 'get x' },
  { name: 'what the backup has not confirmed is not sent again', breaks: ['operations-end'], factory: { server: (...args) => new SendsOnce(...args) }, isOfLoss: true },
];

export const primaryBackupMutants: readonly Quarry<PrimaryBackupMessage>[] = mutants.map(({ name, breaks, factory, parameters, bounds, operation, seldomBy = [], isOfLoss }) => {
  const small = smallService(factory, parameters, operation);
  const all = { ...DEFAULT_PRIMARY_BACKUP, servers: 2, ...parameters };
  return {
    name,
    breaks,
    seldomBy,
    hunt: (seed) => hunt(seed, factory).violation,
    monitor: () => new PrimaryBackupSafety(),
    searched: isOfLoss ? undefined : { model: bounds ? { ...small, bounds } : small, goals: { invariants: PRIMARY_BACKUP_INVARIANTS }, ...(all.paired ? {} : { symmetry: serversAlike(serversOf(all)) }) },
  };
});
