import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { toJsonSchema } from '@valibot/to-json-schema';
import { parse } from 'yaml';
import { parseJson } from '../../src/course/json-document.ts';
import { fileSchemas } from '../../src/course/schema.ts';
import { validate } from '../../src/course/validate.ts';
import { SAMPLE } from './packs.ts';

type Kind = keyof typeof fileSchemas;

/** As the build generates them for editors. */
const editorSchemas = Object.fromEntries(
  Object.entries(fileSchemas).map(([kind, schema]) => [kind, new Ajv({ schemaId: 'auto' }).compile(toJsonSchema(schema, { typeMode: 'input' }))]),
);

const accepts = (kind: Kind, data: unknown) => ({
  loader: validate(fileSchemas[kind], parseJson(JSON.stringify(data))).value !== null,
  editor: editorSchemas[kind]?.(data),
});

const CORE = path.resolve(import.meta.dirname, '../../exercises/core');
const NAMES: Readonly<Record<string, Kind>> = { 'pack.json': 'pack', 'topic.json': 'topic', 'exercise.json': 'exercise', 'questions.yaml': 'questions' };

describe('the schemas of pack files', () => {
  it('accept the built-in pack, in the loader and in editors', () => {
    const files = readdirSync(CORE, { recursive: true, encoding: 'utf8' }).filter((file) => NAMES[path.basename(file)] !== undefined);
    assert.ok(files.length >= 7);
    for (const file of files) {
      const kind = NAMES[path.basename(file)] ?? 'pack';
      assert.deepEqual(accepts(kind, parse(readFileSync(path.join(CORE, file), 'utf8'))), { loader: true, editor: true }, file);
    }
  });

  it('say the same in the loader and in editors of data that was changed anywhere', () => {
    const samples = Object.entries(SAMPLE).flatMap(([file, text]) => {
      const kind = NAMES[path.basename(file)];
      return kind ? [{ kind, data: parse(text) as unknown }] : [];
    });
    const value = fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constantFrom<unknown>('Not A Slug', '../x', 'https://a.b', 'http://a.b', '1.2', '^1.2.3', 0.5, -1, 1e9, [], [1], {}, ''));
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), value, ({ kind, data }, place, replacement) => {
        const changed = withOneChange(data, place, replacement);
        const { loader, editor } = accepts(kind, changed);
        assert.equal(editor, loader, `${kind}: ${JSON.stringify(changed)}`);
      }),
      { seed: 1, numRuns: 1500 },
    );
  }).timeout(30_000);

  it('explain every property to who writes it', () => {
    for (const [kind, schema] of Object.entries(fileSchemas)) {
      const json = JSON.stringify(toJsonSchema(schema, { typeMode: 'input' }));
      JSON.parse(json, (key, part: { type?: unknown; properties?: Record<string, { description?: string }> }) => {
        for (const [name, property] of Object.entries(part?.properties ?? {})) {
          assert.ok(key === 'properties' || property.description !== undefined, `${kind}: ${name} has no description`);
        }
        return part;
      });
    }
  });
});

/** The data with one of its parts, counted through, replaced. */
function withOneChange(data: unknown, place: number, replacement: unknown): unknown {
  const parts: (string | number)[][] = [];
  const collect = (part: unknown, at: (string | number)[]): void => {
    if (at.length > 0) parts.push(at);
    if (typeof part !== 'object' || part === null) return;
    for (const key of Array.isArray(part) ? part.keys() : [...Object.keys(part), 'more']) collect((part as Record<string | number, unknown>)[key], [...at, key]);
  };
  collect(data, []);
  const target = parts[place % parts.length] ?? [];
  const copy = structuredClone(data);
  const container = target.slice(0, -1).reduce<unknown>((part, key) => (part as Record<string | number, unknown>)[key], copy);
  (container as Record<string | number, unknown>)[target.at(-1) ?? ''] = replacement;
  return copy;
}
