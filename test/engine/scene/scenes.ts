/** Scenes in few words, for tests. */
import { SceneRun } from '../../../src/engine/scene/scene-run.ts';
import { SCENE_VERSION, type Claim, type Condition, type NodeSet, type Predicate, type Scene, type SceneAction, type Statement, type Strand, type Value } from '../../../src/engine/scene/scene.ts';
import { MILLISECOND, SECOND } from '../../../src/engine/sim/time.ts';
import { stageFor } from '../../../src/simulations/stage.ts';

export const ms = (time: number) => time * MILLISECOND;

export const named = (name: string): NodeSet => ({ kind: 'name', name });
export const role = (name: string): NodeSet => ({ kind: 'role', role: name });
export const servers: NodeSet = { kind: 'all', of: 'servers' };
export const nodes: NodeSet = { kind: 'all', of: 'nodes' };
export const pick = (count: number, of: NodeSet): NodeSet => ({ kind: 'pick', count, of });
export const where = (of: NodeSet, are: Predicate): NodeSet => ({ kind: 'where', of, are });
export const union = (...of: NodeSet[]): NodeSet => ({ kind: 'union', of });
export const except = (of: NodeSet, without: NodeSet): NodeSet => ({ kind: 'except', of, without });

export const is = (word: string): Predicate => ({ kind: 'is', word });
export const isNot = (word: string): Predicate => ({ kind: 'not', of: is(word) });
export const has = (field: string, by: '=' | '>=' | '>', value: Value): Predicate => ({ kind: 'field', field, by, value: { kind: 'literal', value } });
export const some = (of: NodeSet, are: Predicate): Condition => ({ kind: 'nodes', quantity: { kind: 'at least', count: 1 }, of, are });
export const every = (of: NodeSet, are: Predicate): Condition => ({ kind: 'nodes', quantity: { kind: 'every' }, of, are });
export const atMost = (count: number, of: NodeSet, are: Predicate): Condition => ({ kind: 'nodes', quantity: { kind: 'at most', count }, of, are });
export const event = (name: string, at: NodeSet | null = null, where: Readonly<Record<string, Value>> = {}): Condition => ({
  kind: 'event',
  name,
  at,
  where: Object.entries(where).map(([field, value]) => ({ field, by: '=', value: { kind: 'literal', value } })),
});

export const act = (action: SceneAction): Statement => ({ kind: 'act', action });
export const crash = (of: NodeSet): Statement => act({ kind: 'crash', nodes: of, torn: false });
export const restart = (of: NodeSet): Statement => act({ kind: 'restart', nodes: of });
export const say = (text: string): Statement => ({ kind: 'say', text });
export const wait = (time: number): Statement => ({ kind: 'wait', time: ms(time) });

export const at = (time: number, ...then: Statement[]): Strand => ({ begin: { kind: 'at', time: ms(time) }, then });
export const when = (condition: Condition, as: string | null, ...then: Statement[]): Strand => ({ begin: { kind: 'when', condition, as, again: false }, then });
export const whenever = (condition: Condition, as: string | null, ...then: Statement[]): Strand => ({ begin: { kind: 'when', condition, as, again: true }, then });

export const claim = (text: string, what: Claim['claim']): Claim => ({ text, claim: what });

export function scene(parts: Partial<Scene> & { readonly parameters?: Readonly<Record<string, number>> }): Scene {
  const { parameters = {}, ...rest } = parts;
  return { version: SCENE_VERSION, title: 'a test', goal: null, system: { type: 'raft', parameters }, seeds: { first: 1, last: 1 }, until: 5 * SECOND, groups: [], schedule: [], faults: null, strands: [], claims: [], sweeps: [], plots: [], ...rest };
}

export function play(parts: Parameters<typeof scene>[0], seed = 1): SceneRun<unknown> {
  const made = scene(parts);
  const run = new SceneRun(made, stageFor(made, seed), seed);
  run.finish();
  return run;
}
