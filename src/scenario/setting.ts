/** The system of a scenario: what its parameters, nodes and words are. */
import type { Property } from '../engine/check/monitor.ts';
import type { Scene } from '../engine/scene/scene.ts';
import type { Vocabulary, Word, FieldWord, EventWord, TimerWord } from '../engine/scene/vocabulary.ts';
import type { NodeSpec, System } from '../engine/sim/system.ts';
import { EVENT_KINDS, type EventKind } from '../engine/sim/trace.ts';
import type { ParameterDefinition, SimulationDefinition, Values } from '../simulations/definition.ts';
import { valuesOf } from '../simulations/parameters.ts';
import { simulationOfType } from '../simulations/registry.ts';
import { buildSystem } from '../simulations/search/problem.ts';
import { number } from '../simulations/vocabulary.ts';

export interface Setting {
  readonly definition: SimulationDefinition<unknown>;
  readonly values: Values;
  readonly system: System<unknown>;
  readonly nodes: readonly Pick<NodeSpec<unknown>, 'name' | 'kind'>[];
  readonly vocabulary: Vocabulary<unknown>;
  readonly properties: readonly Property[];
}

/** @throws RangeError for a type that there is not, and for parameters that are unknown, out of range, or don't go together */
export function settingOf({ type, parameters, searched }: Scene['system']): Setting {
  const definition = simulationOfType(type);
  const values = valuesOf(definition.parameters, parameters);
  const system = buildSystem(definition, values, searched);
  return { definition, values, system, nodes: system.nodes, vocabulary: definition.vocabulary, properties: definition.properties(values) };
}

// Parameters by the names that a scenario gives them

/** `electionTimeoutMin` is `election-timeout-min`. */
export function parameterName({ name }: Pick<ParameterDefinition, 'name'>): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** `read index` is `read-index`. */
export function choiceName(label: string): string {
  return label.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}

/** What seeds a run; a scenario says it by `seeds` and not as a parameter. */
export const SEED = 'seed';

// Words

/** What a node may be besides its role. */
export const STATUSES: readonly Word[] = [
  { name: 'up', meaning: 'It runs.' },
  { name: 'crashed', meaning: 'It has crashed and was not started again.' },
  { name: 'paused', meaning: 'It stands still, and goes on where it was.' },
];

export function pluralOf(role: string): string {
  return `${role}s`;
}

/** The role that is meant by a word, which may be a plural. */
export function roleMeant(word: string, { roles }: Pick<Vocabulary<unknown>, 'roles'>): string | undefined {
  return (roles.find(({ name }) => name === word) ?? roles.find(({ name }) => pluralOf(name) === word))?.name;
}

/** The timer that has this name, of which it may be a part: `votes T1` is one of the timers `votes`. */
export function timerMeant(word: string, { timers }: Pick<Vocabulary<unknown>, 'timers'>): TimerWord | undefined {
  return timers.find(({ name, of }) => name === word || (of !== undefined && word.startsWith(`${name} `)));
}

const MESSAGE = [number('from', 'The sender, counted from 0.'), number('to', 'The receiver, counted from 0.'), number('sentAt', 'When it was sent, in microseconds.'), number('arrivesAt', 'When it arrives, or would.')];
const LINK = MESSAGE.slice(0, 2);

/** What happens in every system, and what can be asked of it. */
const HAPPENINGS: Readonly<Record<Exclude<EventKind, 'note'>, readonly [meaning: string, ...fields: FieldWord[]]>> = {
  start: ['A node starts.'],
  restart: ['A crashed node starts again.'],
  deliver: ['A message arrives.', ...MESSAGE],
  timer: ['A timer fires.'],
  command: ['A node is given a command.'],
  crash: ['A node crashes.'],
  pause: ['A node stands still.'],
  resume: ['A paused node goes on.'],
  partition: ['The network falls into parts.'],
  cut: ['One direction of a link is cut.', ...LINK],
  mend: ['One direction of a link works again.', ...LINK],
  heal: ['Every link works again.'],
  drop: ['A message is lost by hand.', ...MESSAGE],
  slow: ['A node becomes slow, or fast again.', number('perInput', 'Microseconds that it takes over an input.')],
  clock: ["A node's clock is set wrong.", number('offset', 'By how much, in microseconds.'), number('drift', 'Parts per million by which it is too fast.')],
  'lose-disk': ['A crashed node loses its disk.'],
  'corrupt-disk': ["A record of a crashed node's disk is damaged."],
  link: ['A link changes.'],
  network: ['Every link changes.'],
  send: ['A node sends a message.', ...MESSAGE],
  duplicate: ['The network doubles a message.', ...MESSAGE],
  lose: ['The network loses a message.', ...MESSAGE],
  blocked: ['A message meets a link that is cut.', ...MESSAGE],
  refused: ['A message meets a node that is down.', ...MESSAGE],
  sync: ['A node has its writes on the disk.'],
};

export const ENGINE_EVENTS: readonly EventWord[] = EVENT_KINDS.flatMap((kind) => {
  if (kind === 'note') return [];
  const [meaning, ...fields] = HAPPENINGS[kind];
  return [{ name: kind, meaning, fields }];
});

/** What a process notes, and what happens in every system. */
export function eventsOf({ vocabulary }: Setting): readonly EventWord[] {
  return [...vocabulary.events, ...ENGINE_EVENTS];
}

export function namesOf(words: readonly { readonly name: string }[]): readonly string[] {
  return words.map(({ name }) => name);
}
