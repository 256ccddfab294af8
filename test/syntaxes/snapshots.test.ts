/** How an editor colours samples: the grammars in VS Code's own engine, beside what they gave before. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textMate, { type IGrammar, type IRawGrammar } from 'vscode-textmate';
import { inProject } from '../../scripts/lib/project.ts';

const SAMPLES = inProject('test/syntaxes/samples');

/** What the snapshots are made anew with. */
const IS_UPDATE = process.env['UPDATE_SNAPSHOTS'] !== undefined;

/** Markdown itself is VS Code's; what matters is what is put into it. */
const MARKDOWN = { scopeName: 'text.html.markdown', patterns: [] };

const read = (file: string) => readFileSync(file, 'utf8');

async function loadGrammar(scopeName: string): Promise<IGrammar> {
  await oniguruma.loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')).buffer);
  const { contributes } = JSON.parse(read(inProject('package.json'))) as { contributes: { grammars: readonly { scopeName: string; path: string; injectTo?: readonly string[] }[] } };
  const registry = new textMate.Registry({
    onigLib: Promise.resolve({ createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns), createOnigString: (text) => new oniguruma.OnigString(text) }),
    loadGrammar: async (name) => {
      const file = contributes.grammars.find((grammar) => grammar.scopeName === name)?.path;
      return (file ? JSON.parse(read(inProject(file))) : MARKDOWN) as IRawGrammar;
    },
    getInjections: (name) => contributes.grammars.filter(({ injectTo }) => injectTo?.includes(name)).map((grammar) => grammar.scopeName),
  });
  const grammar = await registry.loadGrammar(scopeName);
  assert.ok(grammar);
  return grammar;
}

/** Each line, and below it what its tokens are, without the scopes of the whole text. */
function snapshot(text: string, grammar: IGrammar): string {
  const lines: string[] = [];
  let state = textMate.INITIAL;
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    lines.push(`>${line}`);
    for (const { startIndex, endIndex, scopes } of tokens) {
      if (scopes.length > 1 && line.slice(startIndex, endIndex).trim() !== '') lines.push(`#${' '.repeat(startIndex)}${'^'.repeat(Math.min(endIndex, line.length) - startIndex)} ${scopes.slice(1).join(' ')}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

describe('the colours of samples', () => {
  for (const sample of readdirSync(SAMPLES).filter((file) => !file.endsWith('.snap'))) {
    it(`are as they were in ${sample} (else look at the difference, and set UPDATE_SNAPSHOTS=1)`, async () => {
      const grammar = await loadGrammar(sample.endsWith('.md') ? 'text.html.markdown' : 'source.dsim');
      const found = snapshot(read(`${SAMPLES}/${sample}`), grammar);
      const file = `${SAMPLES}/${sample}.snap`;
      if (IS_UPDATE) writeFileSync(file, found);
      assert.ok(existsSync(file), `${file} is missing`);
      assert.equal(found, read(file));
    });
  }
});
