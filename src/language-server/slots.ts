/** For what a word stands at a place of the grammar, and which words may. */
import type { FieldWord } from '../engine/scene/vocabulary.ts';
import type { ParameterDefinition } from '../simulations/definition.ts';
import { eventsOf, parameterName, type Setting } from '../scenario/setting.ts';
import { argumentWords, choiceWords, distributionWords, eventWords, fieldWords, kindWords, levelWords, messageWords, modelWords, nodeWords, parameterWords, propertyWords, roleWords, systemWords, timerWords, type KnownWord } from '../scenario/words.ts';

/** What is known where a word stands. */
export interface Surroundings {
  /** Undefined where it is unknown of which system the scenario is. */
  readonly setting: Setting | undefined;
  /** Those that can be set here: of the system, or of a search of it. */
  readonly parameters: readonly ParameterDefinition[];
  /** What the word is a part of: the parameter whose choice it is, the event whose field it is, the distribution whose argument it is; none for the field of a node. */
  readonly subject: string | undefined;
}

const ofSetting = (words: (setting: Setting) => readonly KnownWord[]) => ({ setting }: Surroundings) => (setting ? words(setting) : []);

const choicesOfSubject = ({ parameters, subject }: Surroundings): readonly KnownWord[] => {
  const parameter = parameters.find((each) => parameterName(each) === subject);
  return parameter ? choiceWords(parameter) : [];
};

/** By rule or type of node, with the property that takes the word. */
const SLOTS: Readonly<Record<string, (around: Surroundings) => readonly KnownWord[]>> = {
  'System.type': systemWords,
  'Parameter.name': ({ parameters }) => parameterWords(parameters),
  'Parameter.choice': choicesOfSubject,
  'SweepValue.choice': choicesOfSubject,
  'Sweep.name': ({ parameters }) => parameterWords(parameters),
  'RandomFaults.level': levelWords,
  'Nodes.name': ofSetting((setting) => [...nodeWords(setting), ...roleWords(setting)]),
  'Nodes.role': ofSetting((setting) => kindWords(setting).filter(({ kind }) => kind === 'role')),
  'Fact.word': ofSetting(kindWords),
  'FieldTest.field': ({ setting, subject }) => (setting ? fieldWords(fieldsOf(setting, subject)) : []),
  'FieldOf.field': ofSetting(({ vocabulary }) => fieldWords(vocabulary.fields)),
  'Happening.event': ofSetting(eventWords),
  'Occurrences.event': ofSetting(eventWords),
  'TimeOf.event': ofSetting(eventWords),
  'HistoryCondition.model': modelWords,
  'Fire.timer': ofSetting(timerWords),
  'MessageAction.type': ofSetting(messageWords),
  'Sent.type': ofSetting(messageWords),
  'Claim.property': ofSetting(propertyWords),
  'Distribution.kind': distributionWords,
  'Argument.name': ({ subject }) => argumentWords(subject ?? ''),
};

/** Types of nodes that a rule of another name makes. */
const RULES: Readonly<Record<string, string>> = { Named: 'Nodes', ByRole: 'Nodes', Is: 'Fact', Violation: 'Claim' };

/** @param part the rule of the part around */
export function parametersIn(part: string, setting: Setting | undefined): readonly ParameterDefinition[] {
  return (part === 'Searched' ? setting?.definition.search.bounds : setting?.definition.parameters) ?? [];
}

/** @param type a rule, or the type of a node */
export function wordsAt(type: string, property: string, around: Surroundings): readonly KnownWord[] {
  return SLOTS[`${RULES[type] ?? type}.${property}`]?.(around) ?? [];
}

function fieldsOf(setting: Setting, event: string | undefined): readonly FieldWord[] {
  return event === undefined ? setting.vocabulary.fields : (eventsOf(setting).find(({ name }) => name === event)?.fields ?? []);
}
