import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { CompletionTriggerKind, InsertTextFormat, type CompletionItem } from 'vscode-languageserver';
import { inProject } from '../../scripts/lib/project.ts';
import { Random } from '../../src/engine/sim/random.ts';
import { Completion } from '../../src/language-server/completion.ts';
import { expectedAfter } from '../../src/language-server/expectations.ts';
import { SNIPPET_KEYS, snippetOf } from '../../src/language-server/snippets.ts';
import { compile } from '../../src/scenario/compile/compile.ts';
import { dsim } from '../../src/scenario/language/services.ts';
import { edited, inRaft, open } from './editor.ts';

const completion = new Completion();

async function proposals(marked: string): Promise<readonly CompletionItem[]> {
  const { document, uri, position } = await open(marked);
  return completion.getCompletion(document, { textDocument: { uri }, position }).items;
}

/** By text with a place what is offered there, and what is not. */
const offers: readonly (readonly [title: string, text: string, offered: readonly string[], not?: readonly string[]])[] = [
  ['the beginning', '<|>', ['scenario', 'scenario … system …'], ['system']],
  ['systems', 'scenario "a"\nsystem <|>', ['raft', 'paxos', 'lease'], ['crash', 'restart']],
  ['parameters', 'scenario "a"\nsystem raft { <|> }', ['nodes', 'election-timeout-min', 'pre-vote', 'flaw'], ['seed', 'crash', 'latency']],
  ['parameters that are half-written', 'scenario "a"\nsystem raft { election-timeout-<|>', ['election-timeout-min']],
  ['choices', 'scenario "a"\nsystem raft { reads <|> }', ['through-the-log', 'read-index', 'lease'], ['on']],
  ['an initial value', 'scenario "a"\nsystem raft { election-timeout-min <|> }', ['150ms']],
  ['parts', inRaft('<|>'), ['at', 'when', 'always', 'when … as … { … }', 'seeds', 'until', 'faults'], ['crash', 'leader']],
  ['parts that are half-written below a broken one', inRaft('at 1s {\n  crash\n\nalw<|>'), ['always']],
  ['levels of faults', inRaft('faults <|>'), ['calm', 'rough', 'hostile']],
  ['statements', inRaft('at 1s {\n  <|>\n}'), ['crash', 'wait', 'let', 'say', 'repeat', 'partition', 'n1', 'leader', 'wait until … within …'], ['always', 'right']],
  ['statements without a brace at the end', inRaft('at 1s {\n  crash n1\n  <|>'), ['crash', 'wait']],
  ['statements below a broken line', inRaft('at 1s {\n  crash\n  say foo\n  <|>\n}'), ['crash', 'wait']],
  ['statements of a block whose head is broken', inRaft('when sme server is leader {\n  <|>\n}'), ['crash', 'wait'], ['always']],
  ['nodes', inRaft('at 1s { crash <|> }'), ['n1', 'n5', 'c1', 'leader', 'follower', 'all', 'one', 'role', 'nobody'], ['n6', 'crash', 'term']],
  ['names in their scope', inRaft("group west = n1\ngroup 'the east' = n2\nwhen n1 is up as L {\n  let F = n2\n  crash <|>\n  let G = n3\n}\nat 1s { let H = n3 }"), ['west', "'the east'", 'L', 'F'], ['G', 'H']],
  ['groups above, in a group', inRaft('group west = n1\ngroup east = <|>\ngroup south = n2'), ['west'], ['east', 'south']],
  ['what nodes may be', inRaft('always: some server is <|>'), ['leader', 'candidate', 'up', 'crashed', 'paused', 'not'], ['term', 'n1']],
  ['fields of nodes', inRaft('always: some server has <|>'), ['term', 'commit-index', 'vote'], ['leader happens', 'granted']],
  ['fields behind a role', inRaft('always: some server is leader with <|>'), ['term', 'commit-index'], ['granted']],
  ['fields of an event', inRaft('never: vote happens at n1 with <|>'), ['granted', 'why', 'term'], ['commit-index']],
  ['fields of nodes behind an event', inRaft('never: vote happens with granted = true and some server has <|>'), ['commit-index'], ['granted']],
  ['conditions', inRaft('always: <|>'), ['some', 'every', 'at', 'n1', 'leader', 'leader happens', 'crash happens', 'term of', 'number', 'not', 'sent']],
  ['messages', inRaft('at 1s { drop first <|> }'), ['AppendEntries', 'RequestVote', 'message'], ['leader']],
  ['messages that are counted', inRaft('finally: sent <|>'), ['AppendEntries', 'messages']],
  ['events that are counted', inRaft('finally: occurrences of <|>'), ['crash', 'leader', 'vote']],
  ['properties', inRaft('expect violation of <|>'), ['election-safety']],
  ['distributions', inRaft('at 1s { network latency <|> }'), ['normal(', 'pareto(', 'mixture', 'measured']],
  ['arguments of a distribution', inRaft('at 1s { network latency normal(mean 5ms, <|>) }'), ['mean', 'deviation'], ['alpha']],
  ['units', inRaft('at 5<|>'), ['5ms', '5s', '5us', '5min']],
  ['commands', inRaft('at 1s { c1 does <|> }'), ['"set x 1"']],
  ['names of nodes as text', inRaft('always: n1 has leader = <|>'), ['"n1"', '"n5"']],
  ['true and false', inRaft('never: vote happens with granted = <|>'), ['true', 'false']],
  ['nothing in a comment', inRaft('at 1s { // crash <|>\n }'), [], ['crash']],
  ['nothing in text', inRaft('at 1s { say "crash <|>" }'), [], ['n1']],
  ['nothing in text that has no end', inRaft('at 1s { say "crash <|>\n}'), [], ['n1']],
  ['timers', inRaft('at 1s { fire <|> of n1 }'), ['election', 'heartbeat']],
  ['parameters that can be varied', inRaft('sweep <|>'), ['nodes', 'pre-vote'], ['seed']],
  ['choices that can be varied', inRaft('sweep pre-vote off, <|>'), ['on']],
  ['values that can be plotted', inRaft('plot: <|>'), ['sent', 'time', 'completed', 'term of'], ['n1']],
  ['events by their time', inRaft('finally: time of first <|>'), ['leader', 'crash']],
  ['consistency models', inRaft('always: history is <|>'), ['linearizable', 'not']],
  ['nodes by what they are', inRaft('at 1s { crash servers that are <|> }'), ['leader', 'crashed'], ['n1']],
  ['an entry of a schedule', inRaft('schedule {\n  at 1s crash n1\n  at 2s <|>\n}'), ['crash', 'heal', 'after']],
];

describe('completion of scenarios', () => {
  for (const [title, text, offered, not = []] of offers) {
    it(`offers ${title}`, async () => {
      const labels = (await proposals(text)).map(({ label }) => label);
      assert.deepEqual(offered.filter((label) => !labels.includes(label)), [], `it offers ${labels.join(', ')}`);
      assert.deepEqual(not.filter((label) => labels.includes(label)), []);
      assert.equal(new Set(labels.map((label, index) => `${label} ${index}`)).size, labels.length);
      if (offered.length === 0) assert.deepEqual(labels, []);
    });
  }

  it('says what words mean', async () => {
    const items = await proposals(inRaft('always: some server has <|>'));
    const { detail, documentation } = items.find(({ label }) => label === 'term')!;
    assert.deepEqual([detail, documentation], ['number', { kind: 'markdown', value: 'The latest term that the server knows of (currentTerm).' }]);
  });

  it('replaces the word that is being written, and leaves what is behind it', async () => {
    const { document, uri, position, text } = await open(inRaft('always: some server has commit-i<|> >= 1'));
    const item = completion.getCompletion(document, { textDocument: { uri }, position }).items.find(({ label }) => label === 'commit-index')!;
    assert.equal(edited(text, [item.textEdit as never]), text.replace('commit-i ', 'commit-index '));
  });

  it('is not in the way behind a space where a line may end', async () => {
    const ask = async (marked: string) => {
      const { document, uri, position } = await open(marked);
      return completion.getCompletion(document, { textDocument: { uri }, position, context: { triggerKind: CompletionTriggerKind.TriggerCharacter, triggerCharacter: ' ' } }).items.length;
    };
    assert.equal(await ask(inRaft('at 1s {\n  crash n1 <|>\n}')), 0);
    assert.equal(await ask(inRaft('always: n1 is up <|>\n')), 0);
    assert.ok((await ask(inRaft('always: some server is <|>\n'))) > 5);
    assert.ok((await ask(inRaft('at 1s {\n  crash <|>\n}'))) > 5);
  });

  it('has snippets that are scenarios when they are filled in as they propose', () => {
    for (const [rule, keyword] of SNIPPET_KEYS) {
      const filled = snippetOf(rule, keyword)!.text.replace(/\$\{\d\|([^,|]*)[^}]*\}/g, '$1').replace(/\$\{\d:([^${}]*(?:\$\{\d:[^}]*\})?[^${}]*)\}/g, '$1').replace(/\$\{\d:([^}]*)\}/g, '$1');
      const empty = ['never', 'eventually', 'finally'].includes(keyword) ? 'n1 is up' : keyword === 'expect' ? 'election-safety' : rule === 'Schedule' ? 'heal' : '';
      const text = filled.replace('$0', empty);
      const isPart = ['System', 'Group', 'RandomFaults', 'At', 'Every', 'When', 'Schedule', 'Sweep', 'Plot', 'Claim'].includes(rule);
      const whole = rule === 'Scenario' ? text : rule === 'System' ? `scenario "a"\n${text}` : isPart ? inRaft(text) : inRaft(`at 1s {\n${text}\n}`);
      assert.deepEqual(compile(whole).problems, [], whole);
    }
  });

  it('marks them as snippets', async () => {
    const item = (await proposals(inRaft('<|>'))).find(({ label }) => label === 'at … { … }');
    assert.equal(item?.insertTextFormat, InsertTextFormat.Snippet);
  });
});

describe('what may come next', () => {
  it('is what comes next in every scenario of the library', () => {
    for (const file of globSync('exercises/core/topics/*/scenarios/*.dsim', { cwd: inProject('.') })) {
      const { tokens } = dsim.parser.Lexer.tokenize(readFileSync(inProject(file), 'utf8'));
      const random = Random.fromSeed(tokens.length);
      for (let tries = 0; tries < 20; tries++) {
        const index = random.between(0, tokens.length - 1);
        const { read, next } = expectedAfter(tokens.slice(0, index));
        assert.equal(read, index);
        assert.ok(next.some(({ token }) => token === tokens[index]!.tokenType.name), `${file}: ${tokens[index]!.image}`);
      }
    }
  });
});
