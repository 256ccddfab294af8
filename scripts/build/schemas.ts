/** Turns the loader's own schemas of pack files into the JSON schemas that the editor completes and checks with. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import type { Plugin } from 'esbuild';
import type { GenericSchema } from 'valibot';

interface SchemaModule {
  /** A schema for each kind of file, such as `pack` for pack.json. */
  readonly fileSchemas: Readonly<Record<string, GenericSchema>>;
}

/** Writes `<folder>/<kind>.schema.json` after each build of the module that exports `fileSchemas`. */
export function schemaWriter(folder: string): Plugin {
  return {
    name: 'json-schemas',
    setup(build) {
      build.onEnd(async (result) => {
        const module = result.outputFiles?.find((file) => file.path.endsWith('.js'));
        if (module === undefined) return;
        const { fileSchemas } = await load(module.text);
        await mkdir(folder, { recursive: true });
        await Promise.all(
          Object.entries(fileSchemas).map(([kind, schema]) =>
            writeFile(path.join(folder, `${kind}.schema.json`), `${JSON.stringify(toJsonSchema(schema, { typeMode: 'input' }), null, 2)}\n`),
          ),
        );
      });
    },
  };
}

/** A data URL, unlike a path, is never served from Node's module cache, so that watching sees each change. */
async function load(code: string): Promise<SchemaModule> {
  return (await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)) as SchemaModule;
}
