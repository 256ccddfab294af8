/**
 * Single-decree Paxos as a learner writes it, with handlers that await the store: nodes 0 to 2 are acceptors, the others
 * propose what they are commanded to. Texts, since learner code is compiled by the lab.
 */
export const PAXOS = `
  import type { Context, Process } from 'dsim';

  type Message =
    | { kind: 'prepare' | 'rejected'; ballot: number }
    | { kind: 'promise'; ballot: number; accepted: Accepted | null }
    | { kind: 'accept'; ballot: number; value: string }
    | { kind: 'accepted'; ballot: number };
  interface Accepted { ballot: number; value: string }

  const ACCEPTORS = [0, 1, 2];

  export class PaxosNode implements Process<Message> {
    private ballot = 0;
    private value = '';
    private promises = new Map<number, Accepted | null>();
    private accepts = new Set<number>();
    private proposed: string | null = null;
    decided: string | null = null;

    constructor(private readonly ctx: Context<Message>) {}

    onCommand(value: string) {
      this.value = value;
      this.begin();
    }

    onTimer() {
      if (this.decided === null) this.begin();
    }

    private begin() {
      const { ctx } = this;
      this.ballot += this.ballot === 0 ? ctx.id : ctx.peers.length + 1;
      this.promises.clear();
      this.accepts.clear();
      this.proposed = null;
      this.broadcast({ kind: 'prepare', ballot: this.ballot });
      ctx.setTimer(100, 'retry');
    }

    async onMessage(from: number, message: Message) {
      switch (message.kind) {
        case 'prepare': return await this.prepare(from, message.ballot);
        case 'accept': return await this.accept(from, message.ballot, message.value);
        case 'promise': return this.promised(from, message.ballot, message.accepted);
        case 'accepted': return this.accepted(from, message.ballot);
      }
    }

    private async prepare(from: number, ballot: number) {
      const { store } = this.ctx;
      if (ballot <= (store.get<number>('promised') ?? 0)) return this.ctx.send(from, { kind: 'rejected', ballot });
      store.set('promised', ballot);
      await store.sync();
      this.ctx.send(from, { kind: 'promise', ballot, accepted: store.get<Accepted>('accepted') ?? null });
    }

    private async accept(from: number, ballot: number, value: string) {
      const { store } = this.ctx;
      if (ballot < (store.get<number>('promised') ?? 0)) return this.ctx.send(from, { kind: 'rejected', ballot });
      store.set('promised', ballot);
      store.set('accepted', { ballot, value });
      await store.sync();
      this.ctx.send(from, { kind: 'accepted', ballot });
    }

    private promised(from: number, ballot: number, accepted: Accepted | null) {
      if (ballot !== this.ballot || this.proposed !== null) return;
      this.promises.set(from, accepted);
      if (this.promises.size < 2) return;
      const latest = [...this.promises.values()].reduce((one, other) => ((other?.ballot ?? 0) > (one?.ballot ?? 0) ? other : one), null);
      this.proposed = latest?.value ?? this.value;
      this.broadcast({ kind: 'accept', ballot, value: this.proposed });
    }

    private accepted(from: number, ballot: number) {
      if (ballot !== this.ballot || this.proposed === null) return;
      this.accepts.add(from);
      if (this.accepts.size >= 2) this.decided = this.proposed;
    }

    private broadcast(message: Message) {
      for (const acceptor of ACCEPTORS) this.ctx.send(acceptor, message);
    }

    inspect() {
      return { decided: this.decided };
    }
  }
`;

/** Which part of the code is to be what. */
function changed(from: string, to: string): string {
  if (!PAXOS.includes(from)) throw new Error(`The learner's Paxos has no ${from}.`);
  return PAXOS.replace(from, to);
}

/** The promise is answered before it is on the disk. */
export const FORGETFUL = changed("store.set('promised', ballot);\n      await store.sync();\n      this.ctx.send(from, { kind: 'promise'", "store.set('promised', ballot);\n      void store.sync();\n      this.ctx.send(from, { kind: 'promise'");
/** One acknowledgement decides. */
export const HASTY = changed('this.accepts.size >= 2', 'this.accepts.size >= 1');
