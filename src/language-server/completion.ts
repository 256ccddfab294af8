/** What can be written next. */
import type { LangiumDocument } from 'langium';
import type { CompletionProvider } from 'langium/lsp';
import { CompletionItemKind, CompletionTriggerKind, InsertTextFormat, MarkupKind, TextEdit, type CompletionItem, type CompletionList, type CompletionParams, type MarkupContent } from 'vscode-languageserver';
import { constructOf } from '../scenario/language/constructs.ts';
import { writeText } from '../scenario/quantities.ts';
import { parameterName } from '../scenario/setting.ts';
import { writeName } from '../scenario/spelling.ts';
import { parametersOf, rangeOf, writeValue, type KnownWord, type WordKind } from '../scenario/words.ts';
import type { ParameterDefinition } from '../simulations/definition.ts';
import { cursorAt, subjectAt, type Cursor } from './cursor.ts';
import type { Expectation, ReadRule } from './expectations.ts';
import { describeConstruct } from './hover.ts';
import { parametersIn, wordsAt } from './slots.ts';
import { snippetOf } from './snippets.ts';

const KINDS: Readonly<Record<WordKind, CompletionItemKind>> = {
  system: CompletionItemKind.Module,
  parameter: CompletionItemKind.Property,
  choice: CompletionItemKind.EnumMember,
  node: CompletionItemKind.Variable,
  role: CompletionItemKind.EnumMember,
  status: CompletionItemKind.EnumMember,
  field: CompletionItemKind.Field,
  event: CompletionItemKind.Event,
  message: CompletionItemKind.Class,
  property: CompletionItemKind.Constant,
  level: CompletionItemKind.EnumMember,
  distribution: CompletionItemKind.Function,
  argument: CompletionItemKind.Property,
  timer: CompletionItemKind.Event,
  model: CompletionItemKind.Constant,
};

/** Rules whose words are those of the rule around. */
const WORDS = new Set(['Word', 'Field', 'Name']);

/** What follows a word that is only a part of what is asked for. */
const CONTINUED: Readonly<Record<string, string>> = { 'Happening.event': ' happens', 'FieldOf.field': ' of ', 'Distribution.kind': '(' };

/** Where these can begin, what is before them may be complete. */
const BEGINNINGS = new Set(['Part', 'Statement', 'Entry']);

export class Completion implements CompletionProvider {
  readonly completionOptions = { triggerCharacters: [' '] };

  getCompletion({ textDocument }: LangiumDocument, { position, context }: CompletionParams): CompletionList {
    const text = textDocument.getText();
    const offset = textDocument.offsetAt(position);
    const cursor = cursorAt(text, offset);
    // Behind a space nothing is offered unasked that would be taken by mistake where a line ends.
    const isUnasked = context?.triggerKind === CompletionTriggerKind.TriggerCharacter;
    if (!cursor || (isUnasked && cursor.expectations.some(({ rules }) => rules.some(({ rule }, index) => BEGINNINGS.has(rule) && index <= 2 && rules[0]!.property === undefined)))) return { isIncomplete: false, items: [] };
    const range = { start: textDocument.positionAt(cursor.start), end: position };
    const written = text.slice(cursor.start, offset);
    const items = [...new Map(cursor.expectations.flatMap((expectation) => proposalsOf(expectation, cursor, written)).map((item) => [`${item.label} ${item.kind}`, item])).values()];
    return { isIncomplete: false, items: items.map(({ newText, ...item }) => ({ ...item, textEdit: TextEdit.replace(range, newText) })) };
  }
}

type Proposal = CompletionItem & { readonly newText: string };

function proposalsOf({ token, isKeyword, rules }: Expectation, cursor: Cursor, written: string): readonly Proposal[] {
  const { rule, property } = rules.find((each) => !WORDS.has(each.rule))!;
  if (WORDS.has(rules[0]!.rule)) return token === 'WORD' ? wordProposals(rule, property ?? '', cursor, written) : [];
  if (isKeyword) return keywordProposals(rule, token);
  return valueProposals(token, rules, cursor, written);
}

function wordProposals(rule: string, property: string, cursor: Cursor, written: string): readonly Proposal[] {
  const slot = `${rule}.${property}`;
  const continued = CONTINUED[slot] ?? '';
  const known = wordsAt(rule, property, { setting: cursor.setting, parameters: parametersAt(cursor), subject: subjectAt(cursor, slot) });
  const words = known.map((word) => ({ ...proposal(word.written, KINDS[word.kind], '1', documentation(word)), detail: word.detail, newText: word.written + continued, label: (word.written + continued).trim() }));
  const names = slot === 'Nodes.name' ? cursor.names.map((name) => ({ ...proposal(cursor.setting ? writeName(name, cursor.setting) : name, CompletionItemKind.Variable, '0'), detail: 'name' })) : [];
  return [...names, ...words].map((item) => (item.newText.startsWith("'") && !written.startsWith("'") ? { ...item, filterText: item.newText.slice(1) } : item));
}

function keywordProposals(rule: string, keyword: string): readonly Proposal[] {
  if (!/^[a-z]/.test(keyword)) return [];
  const construct = constructOf(rule, keyword);
  const described = construct && markdown(describeConstruct(construct));
  const snippet = snippetOf(rule, keyword);
  const plain = proposal(keyword, CompletionItemKind.Keyword, '2', described);
  if (!snippet) return [plain];
  return [plain, { ...proposal(snippet.label, CompletionItemKind.Snippet, '3', described), newText: snippet.text, insertTextFormat: InsertTextFormat.Snippet, filterText: keyword }];
}

const UNITS = ['ms', 's', 'us', 'min'];

function valueProposals(token: string, rules: readonly ReadRule[], cursor: Cursor, written: string): readonly Proposal[] {
  const inside = (rule: string, property: string) => rules.some((each) => each.rule === rule && each.property === property);
  if (inside('Parameter', 'quantity')) return initialValue(cursor);
  if (token === 'DURATION' && /^-?\d+(\.\d+)?[a-z]*$/.test(written)) return UNITS.map((unit) => proposal(`${/^-?[\d.]+/.exec(written)![0]}${unit}`, CompletionItemKind.Unit, '0'));
  if (token === 'TEXT' && inside('Command', 'command')) return commands(cursor);
  if (token === 'TEXT' && inside('Literal', 'text')) return comparedWithNodes(cursor);
  return [];
}

function initialValue(cursor: Cursor): readonly Proposal[] {
  const name = subjectAt(cursor, 'Parameter.quantity');
  const definition = parametersOf(parametersAt(cursor)).find((each) => parameterName(each) === name);
  if (!definition || definition.unit === 'choice') return [];
  return [{ ...proposal(writeValue(definition, definition.initial), CompletionItemKind.Value, '0', markdown(definition.description)), detail: rangeOf(definition) }];
}

function parametersAt({ setting, tokens }: Cursor): readonly ParameterDefinition[] {
  return parametersIn(tokens[0]?.image === 'searched' ? 'Searched' : 'System', setting);
}

/** Those that make sense to somebody, each once. */
function commands({ setting }: Cursor): readonly Proposal[] {
  const suggested = setting?.nodes.flatMap((_, node) => setting.definition.commandForm(node, setting.system, [])?.suggestion ?? []) ?? [];
  return [...new Set(suggested)].map((command) => proposal(writeText(command), CompletionItemKind.Value, '0'));
}

/** Where a field that is text is compared, which is mostly a node's name. */
function comparedWithNodes({ setting, tokens }: Cursor): readonly Proposal[] {
  const compared = tokens.at(-2)?.image;
  if (!setting || !setting.vocabulary.fields.some(({ name, type }) => name === compared && type === 'text')) return [];
  return setting.nodes.map(({ name }) => proposal(writeText(name), CompletionItemKind.Value, '0'));
}

function proposal(text: string, kind: CompletionItemKind, sortText: string, described?: MarkupContent): Proposal {
  return { label: text, newText: text, kind, sortText, ...(described && { documentation: described }) };
}

function documentation({ meaning }: KnownWord): MarkupContent | undefined {
  return meaning === '' ? undefined : markdown(meaning);
}

function markdown(value: string): MarkupContent {
  return { kind: MarkupKind.Markdown, value };
}
