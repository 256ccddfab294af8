import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inProject } from '../../scripts/lib/project.ts';
import { runQuietly } from '../../scripts/lib/run.ts';
import { parameterName, eventsOf, roleMeant, settingOf, STATUSES } from '../../src/scenario/setting.ts';
import { writeField, writeName, writeRole, writeWord } from '../../src/scenario/spelling.ts';
import { simulations } from '../../src/simulations/registry.ts';

const LANGUAGE = inProject('src/scenario/language');

describe('the grammar of scenarios', () => {
  it('is what the generated files were made of (else: npm run generate)', async function () {
    this.timeout(30_000);
    const folder = await mkdtemp(path.join(tmpdir(), 'dsim-'));
    try {
      for (const file of ['dsim.langium', 'langium-config.json']) await cp(path.join(LANGUAGE, file), path.join(folder, file));
      await runQuietly(process.execPath, [inProject('node_modules/langium-cli/bin/langium.js'), 'generate', '--file', path.join(folder, 'langium-config.json')]);
      const files = (await readdir(path.join(LANGUAGE, 'generated'))).sort();
      assert.deepEqual((await readdir(path.join(folder, 'generated'))).sort(), files);
      assert.equal(await readFile(path.join(LANGUAGE, 'dsim.tmLanguage.json'), 'utf8'), await readFile(path.join(folder, 'dsim.tmLanguage.json'), 'utf8'));
      for (const file of files) assert.equal(await readFile(path.join(LANGUAGE, 'generated', file), 'utf8'), await readFile(path.join(folder, 'generated', file), 'utf8'), file);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  for (const { type, parameters } of simulations.values()) {
    it(`lets every word of ${type} stand without quotes`, () => {
      const setting = settingOf({ type, parameters: {} });
      const { vocabulary, nodes, properties } = setting;
      const words = [...parameters.map(parameterName), ...[...vocabulary.fields, ...eventsOf(setting), ...vocabulary.messages].map(({ name }) => name), ...properties.map(({ id }) => id), type];
      assert.deepEqual(words.filter((word) => writeWord(word) !== word), []);
      const fields = eventsOf(setting).flatMap((event) => event.fields).map(({ name }) => name);
      assert.deepEqual(fields.filter((field) => writeField(field) !== field), []);
      assert.deepEqual(nodes.filter(({ name }) => writeName(name, setting) !== name), []);
      assert.deepEqual(vocabulary.roles.filter(({ name }) => !/^(role )?[a-z-]+$/.test(writeRole(name)) || roleMeant(name, vocabulary) !== name), []);
    });

    it(`has no word of ${type} that is said of nodes in two senses`, () => {
      const { vocabulary, nodes } = settingOf({ type, parameters: {} });
      const said = [...vocabulary.roles, ...STATUSES, ...nodes].map(({ name }) => name);
      assert.deepEqual(said.filter((word, position) => said.indexOf(word) !== position), []);
    });
  }
});
