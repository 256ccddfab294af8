/** Scenes at random, as the compiler makes them: no condition of one part, no set of one. */
import fc, { type Arbitrary } from 'fast-check';
import { HISTORY_MODELS, SCENE_VERSION, type Claim, type Comparison, type Condition, type FieldTest, type NodeSet, type Plot, type Predicate, type Scene, type SceneAction, type Statement, type Strand, type Sweep, type Term } from '../../src/engine/scene/scene.ts';
import type { FieldWord } from '../../src/engine/scene/vocabulary.ts';
import { FAULT_LEVELS } from '../../src/engine/sim/chaos.ts';
import type { Latency } from '../../src/engine/sim/latency.ts';
import type { LinkQuality } from '../../src/engine/sim/network.ts';
import type { Action, Schedule } from '../../src/engine/sim/schedule.ts';
import { RAFT_PARAMETERS } from '../../src/simulations/raft/parameters.ts';
import { writeClaim } from '../../src/scenario/print/claims.ts';
import { writeTerm } from '../../src/scenario/print/values.ts';
import { eventsOf, settingOf } from '../../src/scenario/setting.ts';

const SETTING = settingOf({ type: 'raft', parameters: {} });
const { vocabulary } = SETTING;
const NODES = SETTING.nodes.map(({ name }) => name);

/** What is no plain word, or is a word of the language or of the system. */
const ODD_NAMES = ['L', 'F', 'west', 'rest', 'the', 'every', 'nobody', 'a b', "it's", '"q"', 'x\\y', 'é', '', '\u2028', 'n1-', '7', '// x', '\n', 'term'];

export const micros: Arbitrary<number> = fc.oneof(fc.integer({ min: 0, max: 20_000 }).map((time) => time * 1000), fc.integer({ min: 0, max: 20_000_000 }));
const text: Arbitrary<string> = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('A leader is cut off.', '"', '\\', "'", '// no comment', '\n\t{', '\ud800'));
const nullable = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | null> => fc.option(arbitrary, { nil: null });

export const probability = fc.oneof(fc.constantFrom(0, 0.01, 0.1, 0.07, 0.3, 1), fc.double({ min: 0, max: 1, noNaN: true })).map((value) => value + 0);
const positive = fc.oneof(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 1e-9, max: 1e9, noNaN: true }));

function latency(depth: number): Arbitrary<Latency> {
  const plain: Arbitrary<Latency>[] = [
    micros.map((value) => ({ kind: 'constant', value })),
    fc.tuple(micros, micros).map(([minimum, more]) => ({ kind: 'uniform', minimum, maximum: minimum + more })),
    fc.tuple(positive, positive).map(([minimum, mean]) => ({ kind: 'exponential', minimum, mean })),
    fc.tuple(positive, positive).map(([mean, deviation]) => ({ kind: 'normal', mean, deviation })),
    fc.tuple(positive, positive).map(([median, sigma]) => ({ kind: 'lognormal', median, sigma })),
    fc.tuple(positive, positive).map(([minimum, alpha]) => ({ kind: 'pareto', minimum, alpha })),
    fc.tuple(positive, positive).map(([low, more]) => ({ kind: 'empirical', quantiles: [{ probability: 0, value: low }, { probability: 0.37, value: low }, { probability: 1, value: low + more }] })),
  ];
  if (depth === 0) return fc.oneof(...plain);
  const parts = fc.array(fc.tuple(positive, latency(depth - 1)).map(([weight, part]) => ({ weight, latency: part })), { minLength: 1, maxLength: 3 });
  return fc.oneof(...plain, parts.map((of): Latency => ({ kind: 'mixture', parts: of })));
}

export const quality: Arbitrary<LinkQuality> = fc
  .record(
    { latency: latency(2), loss: probability, duplication: probability, reordering: probability, ordered: fc.boolean(), bandwidth: fc.integer({ min: 1, max: 1_000_000_000 }) },
    { requiredKeys: ['latency', 'loss', 'duplication'] },
  )
  // What keeps its order is not reordered.
  .filter(({ ordered = false, reordering = 0 }) => !ordered || reordering === 0);

const clock = fc.record({ offset: fc.integer({ min: -5_000_000, max: 5_000_000 }), drift: fc.integer({ min: -999_999, max: 1_000_000 }) });

function nodeSet(names: readonly string[], depth = 2): Arbitrary<NodeSet> {
  const plain = fc.oneof(
    fc.constantFrom(...names).map((name): NodeSet => ({ kind: 'name', name })),
    fc.constantFrom(...vocabulary.roles).map(({ name }): NodeSet => ({ kind: 'role', role: name })),
    fc.constantFrom('nodes', 'servers', 'clients').map((of): NodeSet => ({ kind: 'all', of })),
  );
  if (depth === 0) return plain;
  const inner = nodeSet(names, depth - 1);
  return fc.oneof(
    { weight: 3, arbitrary: plain },
    fc.array(inner, { maxLength: 3 }).filter((of) => of.length !== 1).map((of): NodeSet => ({ kind: 'union', of })),
    fc.tuple(inner, inner).map(([of, without]): NodeSet => ({ kind: 'except', of, without })),
    fc.tuple(fc.integer({ min: 1, max: 5 }), inner).map(([count, of]): NodeSet => ({ kind: 'pick', count, of })),
    fc.tuple(inner, predicate(names, depth - 1)).map(([of, are]): NodeSet => ({ kind: 'where', of, are })),
  );
}

const ANY: readonly Comparison[] = ['=', '!=', '<', '<=', '>', '>='];

/** Of a value: times are numbers that are written as times. */
type ValueType = FieldWord['type'] | 'duration';

function comparison(type: ValueType): Arbitrary<Comparison> {
  return fc.constantFrom(...(type === 'number' || type === 'duration' ? ANY : ANY.slice(0, 2)));
}

function term(type: ValueType, names: readonly string[], depth: number): Arbitrary<Term> {
  if (type === 'duration') return duration(names, depth);
  const value = type === 'number' ? fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0)) : type === 'text' ? text : fc.boolean();
  const literal = value.map((each): Term => ({ kind: 'literal', value: each }));
  if (depth === 0) return literal;
  const set = nodeSet(names, 1);
  const field = fc.tuple(fc.constantFrom(...vocabulary.fields.filter((each) => each.type === type)), set).map(([{ name }, of]): Term => ({ kind: 'field', of, field: name }));
  if (type !== 'number') return fc.oneof(literal, field);
  const messages = fc.record({ what: fc.constantFrom('sent', 'delivered', 'lost'), type: nullable(fc.constantFrom(...vocabulary.messages).map(({ name }) => name)), unit: fc.constantFrom('messages', 'bytes'), at: nullable(set) });
  return fc.oneof(
    literal,
    field,
    fc.tuple(set, nullable(predicate(names, depth - 1))).map(([of, are]): Term => ({ kind: 'count', of, are })),
    fc.tuple(event, nullable(set)).map(([name, at]): Term => ({ kind: 'tally', name, at })),
    messages.map((of): Term => ({ kind: 'messages', ...of })),
    nullable(set).map((at): Term => ({ kind: 'operations', what: 'completed', at })),
  );
}

const event = fc.constantFrom(...eventsOf(SETTING).map(({ name }) => name));

function duration(names: readonly string[], depth: number): Arbitrary<Term> {
  const literal = micros.map((value): Term => ({ kind: 'duration', value }));
  if (depth === 0) return literal;
  const set = nullable(nodeSet(names, 1));
  return fc.oneof(
    literal,
    fc.tuple(fc.constantFrom('first', 'last'), event, set).map(([which, name, at]): Term => ({ kind: 'time', which, name, at })),
    fc.tuple(fc.constantFrom('shortest', 'median', 'longest'), set).map(([what, at]): Term => ({ kind: 'operations', what, at })),
  );
}

function fieldTest(fields: readonly FieldWord[], names: readonly string[], depth: number): Arbitrary<FieldTest> {
  return fc.constantFrom(...fields).chain(({ name, type }) => fc.tuple(comparison(type), term(type, names, depth)).map(([by, value]) => ({ field: name, by, value })));
}

function predicate(names: readonly string[], depth: number): Arbitrary<Predicate> {
  const plain = fc.oneof(
    fc.constantFrom('up', 'crashed', 'paused', ...vocabulary.roles.map(({ name }) => name)).map((word): Predicate => ({ kind: 'is', word })),
    fieldTest(vocabulary.fields, names, Math.min(depth, 1)).map((test): Predicate => ({ kind: 'field', ...test })),
  );
  if (depth === 0) return plain;
  const inner = predicate(names, depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: plain },
    inner.map((of): Predicate => ({ kind: 'not', of })),
    fc.tuple(fc.constantFrom('all', 'any'), fc.array(inner, { minLength: 2, maxLength: 3 })).map(([kind, of]): Predicate => ({ kind, of })),
  );
}

function condition(names: readonly string[], depth = 2): Arbitrary<Condition> {
  const quantity = fc.oneof(fc.constant({ kind: 'every' } as const), fc.record({ kind: fc.constantFrom('at least', 'at most', 'exactly'), count: fc.integer({ min: 0, max: 5 }) }));
  const happening = fc.constantFrom(...eventsOf(SETTING)).chain(({ name, fields }) =>
    fc.tuple(nullable(nodeSet(names, 1)), fields.length === 0 ? fc.constant([]) : fc.array(fieldTest(fields, names, 1), { maxLength: 2 })).map(([at, where]): Condition => ({ kind: 'event', name, at, where })),
  );
  const compared = fc.constantFrom<ValueType[]>('number', 'duration', 'text', 'flag').chain((type) => fc.tuple(term(type, names, 2), comparison(type), term(type, names, 2)).map(([left, by, right]): Condition => ({ kind: 'compare', left, by, right })));
  const plain = fc.oneof(fc.record({ kind: fc.constant('nodes'), quantity, of: nodeSet(names), are: predicate(names, 2) }), happening, compared, fc.constantFrom(...HISTORY_MODELS).map((model): Condition => ({ kind: 'history', model })));
  if (depth === 0) return plain;
  const inner = condition(names, depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: plain },
    inner.map((of): Condition => ({ kind: 'not', of })),
    fc.tuple(fc.constantFrom('all', 'any'), fc.array(inner, { minLength: 2, maxLength: 3 })).map(([kind, of]): Condition => ({ kind, of })),
  );
}

const command = fc.constantFrom('set x 1', 'get x', 'add n4');

function action(names: readonly string[]): Arbitrary<SceneAction> {
  const nodes = nodeSet(names);
  const messages = fc.record({ type: nullable(fc.constantFrom(...vocabulary.messages.map(({ name }) => name))), from: nullable(nodes), to: nullable(nodes), which: fc.constantFrom('first', 'all'), sentBy: nullable(fc.nat()) });
  return fc.oneof(
    fc.record({ kind: fc.constantFrom('restart', 'pause', 'resume', 'lose-disk', 'corrupt-disk'), nodes }),
    fc.record({ kind: fc.constant('crash'), nodes, torn: fc.boolean() }),
    fc.record({ kind: fc.constant('slow'), nodes, perInput: micros }),
    fc.record({ kind: fc.constant('clock'), nodes, setting: clock }),
    fc.record({ kind: fc.constant('partition'), groups: fc.array(nodes, { maxLength: 3 }) }),
    fc.record({ kind: fc.constantFrom('cut', 'mend'), from: nodes, to: nodes }),
    fc.record({ kind: fc.constant('link'), from: nodes, to: nodes, quality: nullable(quality) }),
    fc.record({ kind: fc.constant('network'), quality: nullable(quality) }),
    fc.constant({ kind: 'heal' } as const),
    fc.record({ kind: fc.constantFrom('drop', 'copy', 'deliver'), messages }),
    fc.record({ kind: fc.constant('fire'), nodes, timer: fc.constantFrom(...vocabulary.timers.map(({ name }) => name)) }),
    fc.record({ kind: fc.constant('command'), nodes: fc.constantFrom<NodeSet[]>({ kind: 'name', name: 'c1' }, { kind: 'role', role: 'leader' }, { kind: 'all', of: 'clients' }), command }),
  );
}

function statement(names: readonly string[], depth = 1): Arbitrary<Statement> {
  const answers = fc.array(fc.record({ text, isRight: fc.boolean() }), { maxLength: 3 }).chain((more) => text.map((right) => [...more, { text: right, isRight: true }]));
  const plain: Arbitrary<Statement>[] = [
    action(names).map((each) => ({ kind: 'act', action: each })),
    fc.record({ kind: fc.constant('wait'), time: micros }),
    fc.record({ kind: fc.constant('await'), condition: condition(names), within: nullable(micros), as: nullable(fc.constantFrom(...ODD_NAMES)) }),
    fc.record({ kind: fc.constant('say'), text }),
    fc.record({ kind: fc.constant('ask'), question: text, answers, explanation: text }),
  ];
  if (depth === 0) return fc.oneof(...plain);
  return fc.oneof(...plain, fc.record({ kind: fc.constant('repeat'), times: fc.integer({ min: 0, max: 5 }), body: fc.array(statement(names, depth - 1), { maxLength: 3 }) }));
}

function strand(names: readonly string[]): Arbitrary<Strand> {
  const begin: Arbitrary<Strand['begin']> = fc.oneof(
    fc.record({ kind: fc.constant('at'), time: micros }),
    fc.record({ kind: fc.constant('every'), interval: micros.map((time) => time + 1), from: micros, until: nullable(micros) }),
    fc.record({ kind: fc.constant('when'), condition: condition(names), as: nullable(fc.constantFrom(...ODD_NAMES)), again: fc.boolean() }),
  );
  return fc.tuple(begin, fc.subarray(ODD_NAMES, { maxLength: 2 })).chain(([begins, given]) => {
    const known = begins.kind === 'when' && begins.as !== null ? [...names, begins.as] : names;
    const lets = fc.tuple(...given.map((name) => nodeSet(known).map((nodes): Statement => ({ kind: 'name', name, nodes }))));
    return fc.tuple(lets, fc.array(statement([...known, ...given]), { maxLength: 4 })).map(([first, then]) => ({ begin: begins, then: [...first, ...then] }));
  });
}

function claim(names: readonly string[]): Arbitrary<Claim> {
  const so = condition(names);
  const what: Arbitrary<Claim['claim']> = fc.oneof(
    fc.record({ kind: fc.constantFrom('always', 'never', 'finally'), condition: so }),
    fc.record({ kind: fc.constant('eventually'), condition: so, within: nullable(micros) }),
    fc.record({ kind: fc.constant('leads to'), cause: so, effect: so, within: micros }),
    fc.record({ kind: fc.constant('violated'), property: fc.constantFrom(...SETTING.properties.map(({ id }) => id)) }),
  );
  return what.chain((each) => fc.oneof(text, fc.constant(writeClaim(each, SETTING))).map((said) => ({ text: said, claim: each })));
}

const id = fc.nat(NODES.length - 1);

/** Every kind of action of a schedule. */
export const exactAction: Arbitrary<Action> = fc.oneof(
  fc.record({ kind: fc.constantFrom('restart', 'pause', 'resume', 'lose-disk', 'corrupt-disk'), node: id }),
  fc.tuple(id, fc.boolean()).map(([node, torn]): Action => ({ kind: 'crash', node, ...(torn && { torn }) })),
  fc.record({ kind: fc.constant('slow'), node: id, perInput: micros }),
  fc.tuple(id, clock).map(([node, setting]): Action => ({ kind: 'clock', node, ...setting })),
  fc.shuffledSubarray(NODES.map((_, node) => node)).chain((all) => fc.nat(all.length).map((cut): Action => ({ kind: 'partition', groups: [all.slice(0, cut), all.slice(cut)] }))),
  fc.constant<Action>({ kind: 'partition', groups: [] }),
  fc.record({ kind: fc.constantFrom('cut', 'mend'), from: id, to: id }),
  fc.constant<Action>({ kind: 'heal' }),
  fc.record({ kind: fc.constant('link'), from: id, to: id, quality: nullable(quality) }),
  fc.record({ kind: fc.constant('network'), quality: nullable(quality) }),
  fc.record({ kind: fc.constantFrom('drop', 'copy', 'deliver'), message: fc.nat() }),
  fc.record({ kind: fc.constant('fire'), node: id, timer: fc.constantFrom('election', 'heartbeat', 'retry') }),
  fc.record({ kind: fc.constant('command'), node: fc.constant(NODES.indexOf('c1')), command }),
);

const schedule: Arbitrary<Schedule> = fc
  .array(fc.record({ at: micros, after: fc.integer({ min: -1, max: 10_000 }), action: exactAction }, { requiredKeys: ['at', 'action'] }), { maxLength: 5 })
  .map((entries) => entries.sort((one, other) => one.at - other.at));

/** Values that go together and differ from the initial ones. */
export const parameters: Arbitrary<Readonly<Record<string, number>>> = fc
  .record(
    {
      clients: fc.constantFrom(2, 3),
      thinkTime: fc.integer({ min: 1, max: 10_000_000 }),
      loss: fc.constantFrom(0.07, 0.1, 0.013),
      flaw: fc.constantFrom(1, 2, 3, 4),
      reads: fc.constantFrom(1, 2),
      preVote: fc.constant(1),
      latencyMax: fc.integer({ min: 15_001, max: 5_000_000 }),
    },
    { requiredKeys: [] },
  )
  .map((values) => Object.fromEntries(Object.entries(values).filter(([name, value]) => RAFT_PARAMETERS.some((each) => each.name === name && each.initial !== value))));

/** Of a search whose system has at least the nodes of the simulation. */
const bounds: Arbitrary<Readonly<Record<string, number>>> = fc.record(
  { servers: fc.constant(5), maximalTerm: fc.constantFrom(1, 4), crashes: fc.constantFrom(0, 2) },
  { requiredKeys: ['servers'] },
);

/** Values that go with all others that a scene may have. */
const SWEEPS: Sweep[] = [
  { parameter: 'readers', values: [1, 0] },
  { parameter: 'batch', values: [1, 2, 4, 8] },
  { parameter: 'snapshotThreshold', values: [10, 15, 20, 25, 30] },
  { parameter: 'duplication', values: [0, 0.1, 0.2, 0.3] },
  { parameter: 'loss', values: [0.013, 0.07] },
  { parameter: 'flaw', values: [2, 0, 1] },
  { parameter: 'thinkTime', values: [0, 1, 1_000] },
];

function plot(names: readonly string[]): Arbitrary<Plot> {
  const value = fc.constantFrom<ValueType[]>('number', 'duration').chain((type) => term(type, names, 2));
  return value.chain((each) => fc.oneof(text, fc.constant(writeTerm(each, SETTING))).map((title) => ({ title, value: each })));
}

export const arbitraryScene: Arbitrary<Scene> = fc.uniqueArray(fc.constantFrom(...ODD_NAMES), { maxLength: 3 }).chain((groupNames) => {
  const groups = fc.tuple(...groupNames.map((name, position) => nodeSet([...NODES, ...groupNames.slice(0, position)]).map((nodes) => ({ name, nodes }))));
  const names = [...NODES, ...groupNames];
  return fc.record({
    version: fc.constant(SCENE_VERSION),
    title: text,
    goal: nullable(text),
    system: fc.tuple(parameters, fc.boolean(), nullable(bounds)).map(([values, undisturbed, searched]): Scene['system'] => ({ type: 'raft', parameters: values, ...(undisturbed && { undisturbed }), ...(searched && { searched }) })),
    seeds: fc.tuple(fc.nat(1000), fc.nat(1000)).map(([first, more]) => ({ first, last: first + more })),
    until: micros,
    groups,
    schedule,
    faults: nullable(fc.tuple(fc.constantFrom(...FAULT_LEVELS), micros, micros).map(([level, from, more]) => ({ level, from, until: from + more + 1 }))),
    strands: fc.array(strand(names), { maxLength: 3 }),
    claims: fc.array(claim(names), { maxLength: 3 }),
    sweeps: fc.shuffledSubarray(SWEEPS, { maxLength: 2 }),
    plots: fc.array(plot(names), { maxLength: 2 }),
  });
}).map((scene) => structuredClone(scene)); // Objects of fast-check have no prototype.
