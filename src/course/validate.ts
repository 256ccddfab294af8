/** A parsed file against its schema: what is wrong in plain words, each with its place and its remedy. */
import * as v from 'valibot';
import type { DataDocument, DataPath, Flaw } from './document.ts';

/** The value as its schema gives it, with defaults filled in; null where there are flaws. */
export interface Validated<Value> {
  readonly value: Value | null;
  readonly flaws: readonly Flaw[];
}

export function validate<Schema extends v.GenericSchema>(schema: Schema, document: DataDocument): Validated<v.InferOutput<Schema>> {
  if (document.flaws.length > 0) return { value: null, flaws: document.flaws };
  const lists = listsForObjects(document.value, alternatives(schema));
  const result = v.safeParse(schema, document.value);
  if (result.success && lists.length === 0) return { value: result.output, flaws: [] };
  const issues = (result.issues ?? []).filter((issue) => !lists.some((list) => isWithin(list, pathOf(issue))));
  const flaws = [...lists.map((path) => listFlaw(path, document)), ...issues.map((issue) => flawOf(issue, schema, document))];
  return { value: null, flaws: distinct(flaws) };
}

/** Where lists stand in the place of objects: valibot takes a list for an object whose properties are numbers. */
function listsForObjects(value: unknown, schemas: readonly v.GenericSchema[], path: DataPath = []): DataPath[] {
  if (Array.isArray(value) && schemas.length > 0 && schemas.every(isObject)) return [path];
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, part]) => listsForObjects(part, schemas.flatMap((schema) => partsOf(schema, key)), [...path, key]));
}

function isObject({ type }: v.GenericSchema): boolean {
  return type === 'strict_object' || type === 'record';
}

function listFlaw(path: DataPath, document: DataDocument): Flaw {
  return { ...document.locate(path), message: `${nameOf(path)} is a list, which does not fit.`, remedy: 'Write an object with named properties.' };
}

function isWithin(around: DataPath, path: DataPath): boolean {
  return around.every((key, index) => key === path[index]);
}

function pathOf(issue: v.BaseIssue<unknown>): DataPath {
  return (issue.path ?? []).map((item) => item.key as string | number);
}

/** One value can break two rules that have the same remedy. */
function distinct(flaws: readonly Flaw[]): Flaw[] {
  return [...new Map(flaws.map((flaw) => [JSON.stringify(flaw), flaw])).values()];
}

function flawOf(issue: v.BaseIssue<unknown>, schema: v.GenericSchema, document: DataDocument): Flaw {
  const path = pathOf(issue);
  const name = nameOf(path);
  if (issue.kind === 'validation') {
    return { ...document.locate(path), message: `${name} is ${show(issue.input)}, which does not fit.`, remedy: issue.message };
  }
  if (issue.expected === 'never') {
    return { ...document.locateKey(path), message: `${name} does not belong here.`, remedy: `Remove it or correct its name; ${knownNames(schema, path)}` };
  }
  if (issue.input === undefined) {
    return { ...document.locate(path.slice(0, -1)), message: `${name} is missing.`, remedy: `Add it: ${descriptionAt(schema, path) ?? inWords(issue.expected)}` };
  }
  return { ...document.locate(path), message: `${name} is ${show(issue.input)}, which does not fit.`, remedy: `Write ${inWords(issue.expected)}.` };
}

/** `"title" of examples[0]`, as one would say it. */
function nameOf(path: DataPath): string {
  const last = path.at(-1);
  if (last === undefined) return 'The file';
  const around = path.slice(0, -1).reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
    '',
  );
  if (typeof last === 'number') return `${around}[${last}]`;
  return around === '' ? `"${last}"` : `"${last}" of ${around}`;
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value !== 'string') return String(value);
  return value === '' ? 'empty' : JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  Array: 'a list',
  Object: 'an object',
};

/** What valibot says was expected: a type's name, or the values allowed as in `("a" | "b")`. */
function inWords(expected: string | null): string {
  if (expected === null) return 'another value';
  const values = expected.match(/"[^"]*"/g);
  if (values) return values.length === 1 ? `${values[0]}` : `one of ${values.join(', ')}`;
  return KINDS[expected] ?? expected;
}

function knownNames(schema: v.GenericSchema, path: DataPath): string {
  const names = new Set(schemasAt(schema, path.slice(0, -1)).flatMap((found) => Object.keys(entriesOf(found))));
  names.delete('$schema');
  return `what belongs here is ${[...names].join(', ')}.`;
}

function descriptionAt(schema: v.GenericSchema, path: DataPath): string | undefined {
  return schemasAt(schema, path).map((found) => v.getDescription(found)).find((description) => description !== undefined);
}

/** The schemas that a value at a path may have: several where a variant lies on the way. */
function schemasAt(schema: v.GenericSchema, path: DataPath): v.GenericSchema[] {
  return path.reduce<v.GenericSchema[]>((schemas, key) => schemas.flatMap((found) => partsOf(found, key)), alternatives(schema));
}

function partsOf(schema: v.GenericSchema, key: string | number): v.GenericSchema[] {
  if ('item' in schema && typeof key === 'number') return alternatives(schema.item as v.GenericSchema);
  const entry = entriesOf(schema)[key];
  return entry ? alternatives(entry) : [];
}

function entriesOf(schema: v.GenericSchema): Readonly<Record<string, v.GenericSchema>> {
  return 'entries' in schema ? (schema.entries as Record<string, v.GenericSchema>) : {};
}

function alternatives(schema: v.GenericSchema): v.GenericSchema[] {
  if (schema.type === 'variant') return (schema as v.GenericSchema & { options: v.GenericSchema[] }).options.flatMap(alternatives);
  return 'wrapped' in schema ? alternatives(schema.wrapped as v.GenericSchema) : [schema];
}
