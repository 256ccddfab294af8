/**
 * The clients of a server, taken together: queries begin as a Poisson stream, whatever becomes of the earlier ones. An
 * attempt that is not answered in time is given up, and what comes later for it is not taken.
 */
import { drawLatency } from '../../sim/latency.ts';
import type { Context, NodeId, Process } from '../../sim/process.ts';
import { SECOND, type Micros } from '../../sim/time.ts';
import type { QueryMessage, QueryNote } from './messages.ts';
import { TokenBucket, type BucketOptions } from './token-bucket.ts';

export interface ClientOptions {
  /** Queries a second. */
  readonly load: number;
  /** How long an attempt may take. */
  readonly timeout: Micros;
  /** The most retries of one query. */
  readonly retries: number;
  /** What retries are paid from; null where they are free. */
  readonly retryBudget: BucketOptions | null;
}

interface Query {
  readonly begun: Micros;
  readonly retries: number;
}

/** Queries that began in one second of virtual time, and those of them that were answered in time. */
export interface Second {
  begun: number;
  answered: number;
}

export class QueryClients implements Process<QueryMessage> {
  readonly seconds: Second[] = [];

  private readonly context: Context<QueryMessage, QueryNote>;
  private readonly server: NodeId;
  private readonly options: ClientOptions;
  private readonly bucket: TokenBucket | null;
  private readonly pending = new Map<number, Query>();
  private load: number;
  private attempts = 0;

  constructor(context: Context<QueryMessage, QueryNote>, server: NodeId, options: ClientOptions) {
    this.context = context;
    this.server = server;
    this.options = options;
    this.bucket = options.retryBudget && new TokenBucket(options.retryBudget);
    this.load = options.load;
  }

  onStart(): void {
    this.awaitQuery();
  }

  onRestart(): void {
    this.awaitQuery();
  }

  /** `load N`: from now on N queries begin a second. @throws SyntaxError for anything else */
  onCommand(command: string): void {
    this.load = parseLoad(command);
    this.awaitQuery();
  }

  onMessage(_from: NodeId, { type, attempt }: QueryMessage): void {
    const query = this.pending.get(attempt);
    if (type !== 'Reply' || !query) return;
    this.pending.delete(attempt);
    this.context.cancelTimer(String(attempt));
    this.second(query.begun).answered++;
  }

  onTimer(name: string): void {
    if (name === 'query') this.begin();
    else this.giveUp(Number(name));
  }

  private begin(): void {
    const begun = this.context.now();
    this.second(begun).begun++;
    this.attempt({ begun, retries: 0 });
    this.awaitQuery();
  }

  private attempt(query: Query): void {
    const attempt = this.attempts++;
    this.pending.set(attempt, query);
    this.context.send(this.server, { type: 'Request', attempt });
    this.context.setTimer(String(attempt), this.options.timeout);
  }

  private giveUp(attempt: number): void {
    const query = this.pending.get(attempt);
    if (!query) return;
    this.pending.delete(attempt);
    const retries = query.retries < this.options.retries && (this.bucket?.take(this.context.now()) ?? true);
    this.context.note({ note: 'timed out', query: attempt, retries });
    if (retries) this.attempt({ begun: query.begun, retries: query.retries + 1 });
  }

  private awaitQuery(): void {
    if (this.load === 0) this.context.cancelTimer('query');
    else this.context.setTimer('query', drawLatency({ kind: 'exponential', minimum: 0, mean: SECOND / this.load }, this.context.random));
  }

  private second(time: Micros): Second {
    const index = Math.floor(time / SECOND);
    while (this.seconds.length <= index) this.seconds.push({ begun: 0, answered: 0 });
    return this.seconds[index]!;
  }
}

/** @throws SyntaxError that says what was expected */
export function parseLoad(command: string): number {
  const [, load = ''] = /^load (\d+(?:\.\d+)?)$/.exec(command.trim()) ?? [];
  if (load === '') throw new SyntaxError(`A command is "load N", for N queries a second; "${command}" is none.`);
  return Number(load);
}
