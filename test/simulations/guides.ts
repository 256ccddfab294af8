/** The guides of a topic's simulations, and a learner who follows them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Action, SimulationView } from '../../src/contract/simulation.ts';
import type { Session } from '../../src/simulations/session.ts';

export interface Example {
  readonly id: string;
  readonly type: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly steps: readonly { readonly title: string }[];
}

export function examplesOf(topic: string): readonly Example[] {
  const file = new URL(`../../exercises/core/topics/${topic}/topic.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly examples: readonly Example[] }).examples;
}

/** A learner who does what a guide says. */
export class Learner {
  view!: SimulationView;
  private readonly session: Session;

  constructor(session: Session) {
    this.session = session;
  }

  async allStarted(): Promise<void> {
    this.view = await this.session.snapshot();
    await this.goTo({ step: this.view.nodes.length });
    assert.ok(this.view.nodes.every(({ role }) => role !== 'not started'));
  }

  async goTo(target: { step: number } | { time: number }): Promise<void> {
    this.view = await this.session.seek(target);
  }

  async seconds(time: number): Promise<void> {
    await this.goTo({ time: time * 1_000_000 });
  }

  /** Steps forward until it is so. */
  async until(isSo: () => boolean, what: string): Promise<void> {
    while (!isSo()) {
      assert.notEqual(this.view.nextTime, null, `The run ended before ${what}.`);
      assert.ok(this.view.cursor.step < 500, `It does not come to this: ${what}.`);
      await this.goTo({ step: this.view.cursor.step + 1 });
    }
  }

  async toTheEnd(): Promise<void> {
    while (this.view.nextTime !== null) await this.goTo({ step: this.view.cursor.step + 1 });
  }

  async act(action: Action): Promise<void> {
    this.view = await this.session.act(action);
  }

  /** Presses the button of the form for a node, with what stands in its field. */
  async press(verb: string, name: string, command: string): Promise<void> {
    const { id, command: form } = this.node(name);
    assert.deepEqual([form?.verb, form?.suggestion], [verb, command]);
    await this.act({ kind: 'command', node: id, command });
  }

  async crash(name: string): Promise<void> {
    await this.act({ kind: 'crash', node: this.node(name).id });
  }

  async restart(name: string): Promise<void> {
    await this.act({ kind: 'restart', node: this.node(name).id });
  }

  async cut(from: string, to: string): Promise<void> {
    await this.act({ kind: 'cut', from: this.node(from).id, to: this.node(to).id });
  }

  node(name: string) {
    const node = this.view.nodes.find((each) => each.name === name);
    assert.ok(node, name);
    return node;
  }

  field(name: string, label: string): string | undefined {
    return this.node(name).fields.find((field) => field.label === label)?.value;
  }

  happens(title: string): boolean {
    return this.view.now.some((event) => event.title === title);
  }

  /** Of all that has happened in the run, as far as it was run. */
  async titles(pattern: RegExp): Promise<readonly string[]> {
    const { head } = this.view;
    return (await this.session.events(0, head.eventCount)).flatMap(({ title }) => (pattern.test(title) ? [title] : []));
  }

  /** How often it is said, however much has happened. */
  async count(pattern: RegExp): Promise<number> {
    let found = 0;
    for (let from = 0; from < this.view.head.eventCount; from += 500) found += (await this.session.events(from, 500)).filter(({ title }) => pattern.test(title)).length;
    return found;
  }

  async countOf(kind: string): Promise<number> {
    return (await this.session.events(0, 500)).filter((event) => event.kind === kind).length;
  }
}
