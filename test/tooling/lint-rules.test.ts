/** Each rule that this project adds to the linter refuses a small offence and lets its neighbour through. */
import assert from 'node:assert/strict';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { inProject, root } from '../../scripts/lib/project.ts';

/** Rules that need types are off: the offending files don't exist, so no project holds them. */
const linter = new ESLint({
  cwd: root,
  overrideConfig: [tseslint.configs.disableTypeChecked, { languageOptions: { parserOptions: { projectService: false } } }] as never,
});

async function offences(file: string, code: string): Promise<readonly string[]> {
  const [result] = await linter.lintText(code, { filePath: inProject(file) });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message).filter((rule) => rule !== '@typescript-eslint/no-unused-vars');
}

const imported = (specifier: string): string => `import '${specifier}';\n`;

describe('lint rules', function () {
  this.timeout(30_000);

  const refusedImports: readonly (readonly [file: string, specifier: string])[] = [
    ['src/engine/sim/x.ts', 'node:fs'],
    ['src/engine/sim/x.ts', 'valibot'],
    ['src/engine/sim/x.ts', '../../contract/simulation.ts'],
    ['src/engine/sim/x.ts', '../protocols/raft/server.ts'],
    ['src/engine/sim/x.ts', '@stdlib/math-base-special-ln'],
    ['src/engine/check/x.ts', '../protocols/raft/server.ts'],
    ['src/engine/check/import/x.ts', 'jsonc-parser'],
    ['src/engine/protocols/raft/x.ts', '../../../simulations/definition.ts'],
    ['src/engine/protocols/raft/x.ts', '../../models/numbers.ts'],
    ['src/engine/models/x.ts', '../../simulations/definition.ts'],
    ['src/engine/models/x.ts', 'node:fs'],
    ['src/engine/x.ts', '../contract/simulation.ts'],
    ['src/simulations/x.ts', '../lab/verdict.ts'],
    ['src/simulations/x.ts', 'node:path'],
    ['src/scenario/x.ts', '../vscode/host.ts'],
    ['src/scenario/x.ts', 'node:fs'],
    ['src/running/x.ts', '../vscode/host.ts'],
    ['src/running/x.ts', '../lab/verdict.ts'],
    ['src/language-server/x.ts', '../vscode/host.ts'],
    ['src/language-server/x.ts', 'node:fs'],
    ['src/scenario/x.ts', 'langium/lsp'],
    ['src/course/x.ts', '../engine/sim/time.ts'],
    ['src/course/x.ts', '../vscode/host.ts'],
    ['src/lab/x.ts', '../simulations/definition.ts'],
    ['src/lab/x.ts', '../vscode/host.ts'],
    ['src/cli/x.ts', '../vscode/host.ts'],
    ['src/contract/x.ts', '../course/model.ts'],
    ['src/contract/x.ts', 'preact'],
    ['src/extension.ts', './lab/verdict.ts'],
    ['webviews/simulation/x.ts', '../../src/course/model.ts'],
    ['webviews/simulation/x.ts', '../lesson/main.tsx'],
    ['webviews/simulation/x.ts', '@vscode/webview-ui-toolkit'],
    ['webviews/kit/x.ts', '@vscode/webview-ui-toolkit'],
    ['webviews/lesson/x.ts', 'mermaid'],
    ['webviews/lesson/x.ts', 'node:fs'],
  ];
  for (const [file, specifier] of refusedImports) {
    it(`${file} may not import ${specifier}`, async () => {
      assert.deepEqual(await offences(file, imported(specifier)), ['rooms/imports']);
    });
  }

  const allowedImports: readonly (readonly [file: string, specifier: string])[] = [
    ['src/engine/sim/math.ts', '@stdlib/math-base-special-ln'],
    ['src/engine/check/import/json.ts', 'jsonc-parser'],
    ['src/engine/protocols/raft/x.ts', '../../sim/time.ts'],
    ['src/engine/models/x.ts', '../protocols/raft/server.ts'],
    ['src/engine/models/elections/x.ts', '../../sim/time.ts'],
    ['src/simulations/x.ts', '../engine/sim/time.ts'],
    ['src/scenario/x.ts', '../simulations/definition.ts'],
    ['src/scenario/x.ts', 'langium'],
    ['src/language-server/x.ts', 'langium/lsp'],
    ['src/language-server/x.ts', '../scenario/problem.ts'],
    ['src/course/x.ts', 'valibot'],
    ['src/lab/x.ts', '../engine/sim/time.ts'],
    ['src/vscode/x.ts', '../lab/verdict.ts'],
    ['src/vscode/x.ts', 'vscode'],
    ['src/contract/x.ts', 'valibot'],
    ['webviews/simulation/x.ts', '../kit/panel.tsx'],
    ['webviews/simulation/x.ts', '../../src/contract/simulation.ts'],
    ['webviews/kit/toolkit.ts', '@vscode/webview-ui-toolkit'],
    ['test/host/x.ts', 'vscode'],
  ];
  for (const [file, specifier] of allowedImports) {
    it(`${file} may import ${specifier}`, async () => {
      assert.deepEqual(await offences(file, imported(specifier)), []);
    });
  }

  for (const code of ["export * from 'node:fs';", "void import('node:fs');", "export type X = import('node:fs').Stats;"]) {
    it(`sees the import in ${code}`, async () => {
      assert.deepEqual(await offences('src/engine/sim/x.ts', code), ['rooms/imports']);
    });
  }

  for (const file of ['test/engine/x.ts', 'scripts/x.ts', 'src/lab/x.ts']) {
    it(`${file} may not import vscode`, async () => {
      assert.ok((await offences(file, imported('vscode'))).includes('@typescript-eslint/no-restricted-imports'));
    });
  }

  const inexact: Readonly<Record<string, string>> = {
    'Math.log(2)': 'no-restricted-properties',
    'Math.exp(2)': 'no-restricted-properties',
    'Math.pow(2, 3)': 'no-restricted-properties',
    'Math.sin(2)': 'no-restricted-properties',
    'Math.cos(2)': 'no-restricted-properties',
    'Math.tan(2)': 'no-restricted-properties',
    'Math.hypot(2, 3)': 'no-restricted-properties',
    'Math.cbrt(2)': 'no-restricted-properties',
    'Math.random()': 'no-restricted-properties',
    "Math['log'](2)": 'no-restricted-properties',
    "Math[name](2)": 'no-restricted-syntax',
    'name(Math)': 'no-restricted-syntax',
    '2 ** 3': 'no-restricted-syntax',
    'name **= 3': 'no-restricted-syntax',
    'Date.now()': 'no-restricted-globals',
    'performance.now()': 'no-restricted-globals',
    'setTimeout(name, 1)': 'no-restricted-globals',
    'process.exit()': 'no-restricted-globals',
    'new Intl.NumberFormat()': 'no-restricted-globals',
    'globalThis.name': 'no-restricted-globals',
    "'a'.localeCompare('b')": 'no-restricted-properties',
  };
  for (const file of ['src/engine/sim/x.ts', 'src/simulations/x.ts', 'src/scenario/x.ts', 'src/lab/grading/x.ts']) {
    it(`${file} refuses what differs between machines`, async () => {
      for (const [code, rule] of Object.entries(inexact)) {
        const found = await offences(file, `export let name: any; export const x = () => { ${code}; };`);
        assert.ok(found.includes(rule), `${code} gave ${found.join(', ')}`);
      }
    });
  }

  it('the engine may use what IEEE 754 fixes', async () => {
    const code = 'export const x = (a: number): number => Math.floor(Math.sqrt(a) * 2 / Math.max(a, 1));';
    assert.deepEqual(await offences('src/engine/sim/x.ts', code), []);
  });

  it('refuses any', async () => {
    assert.deepEqual(await offences('src/lab/x.ts', 'export const x: any = 1;'), ['@typescript-eslint/no-explicit-any']);
  });

  it('refuses what is not used', async () => {
    const [result] = await linter.lintText('const x = 1;', { filePath: inProject('src/lab/x.ts') });
    assert.equal(result?.messages[0]?.ruleId, '@typescript-eslint/no-unused-vars');
  });

  it('refuses a promise that nobody awaits', async () => {
    // This rule needs types, and so a file that a project holds.
    const typed = new ESLint({ cwd: root });
    const [result] = await typed.lintText('Promise.resolve(1);\n', { filePath: inProject('scripts/typecheck.ts') });
    assert.deepEqual(result?.messages.map(({ ruleId }) => ruleId), ['@typescript-eslint/no-floating-promises']);
  });
});
