/** The manifest, the tables in the code, the README and the texts for translators agree. */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commandId, commandTable, type CommandName } from '../../src/vscode/commands.ts';
import { settingDefaults, settingId, type Settings } from '../../src/vscode/settings.ts';

const root = path.resolve(import.meta.dirname, '../..');
const text = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const json = (file: string): unknown => JSON.parse(text(file));

interface Setting {
  readonly default: unknown;
  readonly scope?: string;
  readonly order?: number;
  readonly markdownDescription?: string;
}
interface Manifest {
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly walkthroughs: readonly { readonly steps: readonly { readonly completionEvents: readonly string[]; readonly media: { readonly markdown: string } }[] }[];
  };
}
const manifest = json('package.json') as Manifest;
const texts = json('package.nls.json') as Record<string, string>;
const names = Object.keys(commandTable) as CommandName[];

describe('commands', () => {
  it('are those of the manifest', () => {
    assert.deepEqual(manifest.contributes.commands.map(({ command }) => command).sort(), names.map(commandId).sort());
  });

  it('are all in the README, by their titles', () => {
    const readme = text('README.md');
    for (const name of names) assert.ok(readme.includes(`**${texts[`command.${name}.title`]}**`), `README.md says nothing of "${name}".`);
  });

  it('are hidden from the palette where they make no sense there', () => {
    const hidden = (manifest.contributes.menus['commandPalette'] ?? []).filter(({ when }) => when === 'false').map(({ command }) => command);
    assert.deepEqual(hidden.sort(), names.filter((name) => !commandTable[name].inPalette).map(commandId).sort());
  });

  it('are all that menus and walkthroughs speak of', () => {
    const used = Object.values(manifest.contributes.menus).flatMap((entries) => entries.map(({ command }) => command));
    const awaited = manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap(({ completionEvents }) => completionEvents.flatMap((event) => /^onCommand:(.*)$/.exec(event)?.[1] ?? [])));
    const linked = Object.values(texts).flatMap((entry) => [...entry.matchAll(/command:(distributedSystemsMastery\.\w+)\)/g)].map(([, id = '']) => id));
    for (const id of [...used, ...awaited, ...linked]) assert.ok(names.map(commandId).includes(id), id);
  });
});

describe('settings', () => {
  const { properties } = manifest.contributes.configuration;

  it('are those of the manifest, with the same defaults', () => {
    const declared = Object.fromEntries(Object.entries(properties).map(([id, setting]) => [id, setting.default]));
    const known = Object.fromEntries(Object.entries(settingDefaults).map(([name, value]) => [settingId(name as keyof Settings), value]));
    assert.deepEqual(declared, known);
  });

  it('have a scope, an order and a description, and are in the README', () => {
    const readme = text('README.md');
    for (const [id, { scope, order, markdownDescription }] of Object.entries(properties)) {
      assert.ok(scope !== undefined && order !== undefined && markdownDescription !== undefined, id);
      assert.ok(readme.includes(`\`${id}\``), `README.md says nothing of ${id}.`);
    }
  });

  it('are not taken from a workspace that is not trusted', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    assert.deepEqual([...restrictedConfigurations].sort(), Object.keys(properties).sort());
  });
});

describe('texts for translators', () => {
  it('cover the manifest, and nothing else', () => {
    const used = [...new Set([...text('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key))];
    assert.deepEqual(Object.keys(texts).sort(), used.sort());
  });

  it('cover the code, and nothing else', () => {
    const sources = globSync('src/{vscode/**/*.ts,extension.ts}', { cwd: root }).map(text).join('\n');
    const used = [...new Set([...sources.matchAll(/\bl10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, key = '']) => key.replace(/\\(.)/g, '$1')))].sort();
    const calls = sources.match(/\bl10n\.t\(/g)?.length ?? 0;
    assert.ok(used.length > 20 && calls >= used.length);
    assert.equal(sources.match(/\bl10n\.t\(\s*[^'\s]/g), null, 'l10n.t takes its text as a plain string in single quotes.');
    const bundle = json('l10n/bundle.l10n.json') as Record<string, string>;
    assert.deepEqual(Object.keys(bundle).sort(), used, 'Write what is missing into l10n/bundle.l10n.json, and take out what is no longer used.');
    for (const [key, value] of Object.entries(bundle)) assert.equal(value, key);
  });
});

describe('files that the manifest names', () => {
  it('exist', () => {
    const files = [...text('package.json').matchAll(/"(\.?\/?(?:media|syntaxes|l10n)[^"]*)"/g)].map(([, file = '']) => file);
    assert.ok(files.length > 5);
    for (const file of files) assert.ok(existsSync(path.join(root, file)), file);
  });
});
