import assert from 'node:assert/strict';
import { minimize } from '../../../../src/engine/check/search/minimize.ts';
import type { Invariant, SearchModel } from '../../../../src/engine/check/search/model.ts';
import { Walk } from '../../../../src/engine/check/search/walk.ts';
import type { Context, Process } from '../../../../src/engine/sim/process.ts';

interface Numbered {
  readonly type: 'number' | 'answer';
  readonly number: number;
}

/** Counts its ticks, and sends the count when it is told to; the other one answers what it gets. */
class Teller implements Process<Numbered> {
  private ticks = 0;
  private readonly context: Context<Numbered, never>;

  constructor(context: Context<Numbered, never>) {
    this.context = context;
  }

  onStart(): void {
    if (this.context.node === 0) this.context.setTimer('tick', 1);
  }

  onRestart(): void {}

  onCommand(): void {
    this.context.send(1, { type: 'number', number: this.ticks });
  }

  onTimer(): void {
    this.ticks++;
    this.context.setTimer('tick', 1);
  }

  onMessage(from: number, { type, number }: Numbered): void {
    if (type === 'number') this.context.send(from, { type: 'answer', number });
  }

  capture(): number {
    return this.ticks;
  }

  restore(state: unknown): void {
    this.ticks = state as number;
  }
}

const model: SearchModel<Numbered> = { nodes: ['a', 'b'].map((name) => ({ name, kind: 'server', create: (context) => new Teller(context) })), commands: [{ node: 0, command: 'send' }] };

function answered(from: number): Invariant<Numbered> {
  return { id: 'unanswered', meaning: '', violation: ({ messages }) => (messages.some(({ message }) => message.type === 'answer' && message.number >= from) ? 'answered' : undefined) };
}

function lengths(from: number): readonly { readonly walked: number; readonly left: number }[] {
  return Array.from({ length: 20 }, (_, seed) => {
    const goals = { invariants: [answered(from)] };
    const walk = new Walk(model, goals, { seed, length: 50, choices: 10_000 });
    const result = walk.run();
    assert.ok(result.kind === 'violated');
    const { path, isMinimal } = minimize(walk.space, goals, result.path, result);
    assert.ok(isMinimal);
    return { walked: result.path.codes.length, left: path.codes.length };
  });
}

describe('a way that is made short', () => {
  it('leaves out what only changes the numbers in messages', () => {
    const ways = lengths(0);
    assert.ok(ways.some(({ walked }) => walked > 4));
    // The command, and the message that it sends.
    for (const { left } of ways) assert.equal(left, 2);
  });

  it('keeps it where the number matters', () => {
    for (const { left } of lengths(3)) assert.equal(left, 5);
  });

  it('ends with its budget, and says so', () => {
    const goals = { invariants: [answered(0)] };
    const walk = new Walk(model, goals, { seed: 1, length: 50, choices: 10_000 });
    const result = walk.run();
    assert.ok(result.kind === 'violated');
    const { path, isMinimal, tries } = minimize(walk.space, goals, result.path, result, 0);
    assert.deepEqual([path.codes, isMinimal, tries], [result.path.codes, false, 0]);
  });
});
