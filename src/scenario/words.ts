/** Words that a scenario may say of its system, with what they mean: for editors, and for the reference. */
import { HISTORY_MODELS } from '../engine/scene/scene.ts';
import type { FieldWord, Word } from '../engine/scene/vocabulary.ts';
import type { ParameterDefinition } from '../simulations/definition.ts';
import { FAULT_PARAMETERS } from '../simulations/fault-level.ts';
import { simulations } from '../simulations/registry.ts';
import { DISTRIBUTIONS } from './compile/quality.ts';
import { writeDuration, writeProbability } from './quantities.ts';
import { choiceName, eventsOf, parameterName, SEED, STATUSES, type Setting } from './setting.ts';
import { writeField, writeName, writeRole, writeWord } from './spelling.ts';

export type WordKind = 'system' | 'parameter' | 'choice' | 'node' | 'role' | 'status' | 'field' | 'event' | 'message' | 'property' | 'level' | 'distribution' | 'argument' | 'timer' | 'model';

export interface KnownWord {
  readonly kind: WordKind;
  readonly name: string;
  /** As it stands in a scenario, with quotes where it needs them. */
  readonly written: string;
  /** In a sentence or some; empty where there is nothing to say. */
  readonly meaning: string;
  /** What it is, in some words. */
  readonly detail: string;
}

export function systemWords(): readonly KnownWord[] {
  return [...simulations.values()].map(({ type, title }) => ({ kind: 'system', name: type, written: writeWord(type), meaning: '', detail: title }));
}

/** All but the seed, which is said otherwise. */
export function parametersOf(definitions: readonly ParameterDefinition[]): readonly ParameterDefinition[] {
  return definitions.filter(({ name }) => name !== SEED);
}

export function parameterWords(definitions: readonly ParameterDefinition[]): readonly KnownWord[] {
  return parametersOf(definitions).map((definition) => {
    const name = parameterName(definition);
    return { kind: 'parameter', name, written: writeField(name), meaning: definition.description, detail: `${definition.label}: ${rangeOf(definition)}` };
  });
}

export function choiceWords(definition: ParameterDefinition): readonly KnownWord[] {
  if (definition.unit !== 'choice') return [];
  return definition.choices.map(({ label, description }, position) => {
    const name = choiceName(label);
    return { kind: 'choice', name, written: writeWord(name), meaning: description, detail: position === definition.initial ? `${label}, at first` : label };
  });
}

/** What a parameter may be, and what it is at first: `3 to 9, at first 5`. */
export function rangeOf(definition: ParameterDefinition): string {
  if (definition.unit === 'choice') return `${definition.choices.map(({ label }) => choiceName(label)).join(', ')}; at first ${writeValue(definition, definition.initial)}`;
  return `${writeValue(definition, definition.minimum)} to ${writeValue(definition, definition.maximum)}, at first ${writeValue(definition, definition.initial)}`;
}

/** As a scenario says it. */
export function writeValue(definition: ParameterDefinition, value: number): string {
  switch (definition.unit) {
    case 'choice':
      return choiceName(definition.choices[value]?.label ?? '');
    case 'duration':
      return writeDuration(value);
    case 'probability':
      return writeProbability(value);
    default:
      return String(value);
  }
}

export function nodeWords(setting: Setting): readonly KnownWord[] {
  return setting.nodes.map(({ name, kind }) => ({ kind: 'node', name, written: writeName(name, setting), meaning: '', detail: kind }));
}

/** As nodes: those that have the role. */
export function roleWords({ vocabulary }: Setting): readonly KnownWord[] {
  return vocabulary.roles.map((role) => ({ ...said('role', role, 'role'), written: writeRole(role.name) }));
}

/** What a node may be. */
export function kindWords({ vocabulary }: Setting): readonly KnownWord[] {
  return [...vocabulary.roles.map((role) => said('role', role, 'role')), ...STATUSES.map((status) => said('status', status, 'status'))];
}

export function fieldWords(fields: readonly FieldWord[]): readonly KnownWord[] {
  return fields.map((field) => said('field', field, field.type === 'flag' ? 'true or false' : field.type));
}

export function eventWords(setting: Setting): readonly KnownWord[] {
  return eventsOf(setting).map((event) => ({ ...said('event', event, event.fields.length === 0 ? 'event' : `event with ${event.fields.map(({ name }) => name).join(', ')}`), written: writeWord(event.name) }));
}

export function messageWords({ vocabulary }: Setting): readonly KnownWord[] {
  return vocabulary.messages.map((message) => ({ ...said('message', message, 'message'), written: writeWord(message.name) }));
}

/** A timer of which there is one for each of something stands in quotes with its name: `'votes T1'`. */
export function timerWords({ vocabulary }: Setting): readonly KnownWord[] {
  return vocabulary.timers.map((timer) => ({ ...said('timer', timer, timer.of === undefined ? 'timer' : `timer of each ${timer.of}`), written: writeWord(timer.of === undefined ? timer.name : `${timer.name} `) }));
}

export function modelWords(): readonly KnownWord[] {
  return HISTORY_MODELS.map((name) => ({ kind: 'model', name, written: name, meaning: '', detail: 'consistency model' }));
}

export function propertyWords({ properties }: Setting): readonly KnownWord[] {
  return properties.map(({ id, title, meaning, source, section }) => ({ kind: 'property', name: id, written: writeWord(id), meaning: `${meaning} (${source}, ${section})`, detail: title }));
}

export function levelWords(): readonly KnownWord[] {
  const [{ choices }] = FAULT_PARAMETERS;
  return choices.slice(1).map(({ label, description }) => ({ kind: 'level', name: label, written: label, meaning: description, detail: 'level of faults' }));
}

const LATENCIES: Readonly<Record<keyof typeof DISTRIBUTIONS, string>> = {
  exponential: 'At least the minimum, and most of the time little more.',
  normal: 'Around the mean.',
  lognormal: 'Half of the time below the median, with a tail: as measured networks are.',
  pareto: 'At least the minimum, with a tail that is the heavier, the smaller alpha is.',
};

export function distributionWords(): readonly KnownWord[] {
  return Object.entries(DISTRIBUTIONS).map(([name, wanted]) => ({
    kind: 'distribution',
    name,
    written: name,
    meaning: LATENCIES[name as keyof typeof DISTRIBUTIONS],
    detail: `${name}(${Object.keys(wanted).join(', ')})`,
  }));
}

/** @param distribution of any name */
export function argumentWords(distribution: string): readonly KnownWord[] {
  const wanted = Object.entries(DISTRIBUTIONS).find(([name]) => name === distribution)?.[1] ?? {};
  return Object.entries(wanted).map(([name, unit]) => ({ kind: 'argument', name, written: name, meaning: '', detail: String(unit) }));
}

function said(kind: WordKind, { name, meaning }: Word, detail: string): KnownWord {
  return { kind, name, written: writeField(name), meaning, detail };
}
