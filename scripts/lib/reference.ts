/** The reference of the scenario language's words: of the language itself, and of every system. */
import { constructs } from '../../src/scenario/language/constructs.ts';
import { ENGINE_EVENTS, parameterName, settingOf, STATUSES } from '../../src/scenario/setting.ts';
import { choiceWords, distributionWords, fieldWords, levelWords, messageWords, parametersOf, propertyWords, rangeOf, roleWords, timerWords, type KnownWord } from '../../src/scenario/words.ts';
import type { EventWord } from '../../src/engine/scene/vocabulary.ts';
import type { ParameterDefinition } from '../../src/simulations/definition.ts';
import { simulations } from '../../src/simulations/registry.ts';

/** A page of Markdown. */
export function referencePage(): string {
  return `${[
    '# Words of the scenario language',
    'Made by `npm run generate` from what the language and the simulations say of themselves; the editor shows the same words. [dsim.md](dsim.md) explains the language, with examples.',
    `Systems: ${[...simulations.values()].map(({ type, title }) => `[${type}](#${anchor(title, type)})`).join(', ')}.`,
    '## The language',
    table(['form', 'meaning'], constructs.map(({ form, meaning }) => [code(form), meaning])),
    '## Every system',
    '### Levels of faults',
    words(levelWords()),
    '### What a node may be besides its role',
    table(['word', 'meaning'], STATUSES.map(({ name, meaning }) => [code(name), meaning])),
    '### Events of every run',
    events(ENGINE_EVENTS),
    '### Distributions of latencies',
    table(['form', 'meaning'], distributionWords().map(({ detail, meaning }) => [code(detail), meaning])),
    ...[...simulations.keys()].flatMap(system),
  ].join('\n\n')}\n`;
}

function anchor(title: string, type: string): string {
  return `${title} (${type})`.toLowerCase().replace(/[^a-z0-9 -]/g, '').replaceAll(' ', '-');
}

function system(type: string): readonly string[] {
  const setting = settingOf({ type, parameters: {} });
  const { definition, vocabulary } = setting;
  return [
    `## ${definition.title} (${type})`,
    `### Parameters of ${type}`,
    parameters(definition.parameters),
    `### Bounds of a search of ${type}`,
    parameters(definition.search.bounds),
    `### Roles of ${type}`,
    words(roleWords(setting)),
    `### Fields of the nodes of ${type}`,
    table(['field', 'is', 'meaning'], fieldWords(vocabulary.fields).map(({ written, detail, meaning }) => [code(written), detail, meaning])),
    `### Events of ${type}`,
    events(vocabulary.events),
    `### Messages of ${type}`,
    words(messageWords(setting)),
    `### Timers of ${type}`,
    table(['timer', 'meaning'], timerWords(setting).map(({ name, detail, meaning }) => [code(name), detail === 'timer' ? meaning : `${meaning} (${detail})`])),
    `### Properties of ${type}`,
    table(['property', 'is', 'meaning'], propertyWords(setting).map(({ written, detail, meaning }) => [code(written), detail, meaning])),
  ];
}

function parameters(definitions: readonly ParameterDefinition[]): string {
  return table(['name', 'may be', 'meaning'], parametersOf(definitions).map((definition) => [code(parameterName(definition)), rangeOf(definition), [definition.description, ...choiceWords(definition).map(({ written, meaning }) => `${code(written)}: ${meaning}`)].join('<br>')]));
}

function words(all: readonly KnownWord[]): string {
  return table(['word', 'meaning'], all.map(({ written, meaning }) => [code(written), meaning]));
}

function events(all: readonly EventWord[]): string {
  return table(['event', 'meaning', 'fields'], all.map(({ name, meaning, fields }) => [code(name), meaning, fields.map((field) => `${code(field.name)}: ${field.meaning}`).join('<br>')]));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}
