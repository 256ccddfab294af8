import assert from 'node:assert/strict';
import { compile } from '../../src/scenario/compile/compile.ts';
import { describeProblem } from '../../src/scenario/problem.ts';

/** By text what is said of it: the first words of each problem, with its place. */
const texts: readonly (readonly [title: string, text: string, problems: readonly string[]])[] = [
  ['a statement without its end', 'at 1s {\n  crash\n  heal\n  crash n9\n}', ['5:3: "heal" can\'t stand here', '6:9: Nobody is called "n9" here']],
  ['a last statement without its end', 'at 1s {\n  crash n9\n  wait until some server has \n}\nalways: n1 is upp', ['4:9: Nobody is called "n9" here', '6:1: "}" can\'t stand here', '7:15: No node is ever "upp"']],
  ['a block without its brace', 'at 1s {\n  crash n9\n\nalways: n1 is upp', ['4:9: Nobody is called "n9" here', '6:1: Here "}" is needed, not "always"', '6:15: No node is ever "upp"']],
  ['a broken head of a block, whose body is passed over', 'when some server is {\n  crash n9\n}\nnever: n8 is up', ['3:21: "{" can\'t stand here', '6:8: Nobody is called "n8" here']],
  ['a block inside of a block', 'at 1s {\n  repeat 2 tims {\n    crash n9\n  }\n  crash n8\n}', ['4:12: Here "times" is needed, not "tims"', '7:9: Nobody is called "n8" here']],
  ['a claim between others', 'always: n9 is up\nnever\nfinally: n8 is up', ['3:9: Nobody is called "n9" here', '5:1: Here ":" is needed, not "finally"', '5:10: Nobody is called "n8" here']],
  ['a name that is given in a broken line', 'at 1s {\n  let F =\n  crash F\n  crash n9\n}', ['5:3: "crash" can\'t stand here', '6:9: Nobody is called "n9" here']],
  ['text without its end', 'at 1s {\n  say "Hello }\n  crash n9\n}', ['4:7: The text that begins here has no end: put a " behind it', '5:9: Nobody is called "n9" here']],
  ['an answer that is broken, which may be the right one', 'at 1s {\n  ask "Who?" {\n    right Nobody\n    wrong "All"\n  }\n  crash n9\n}', ['5:11: Here text in double quotes is needed, not "Nobody"', '8:9: Nobody is called "n9" here']],
  ['a brace too many', 'at 1s {\n  heal\n}\n}\nalways: n9 is up', ['6:1: "}" can\'t stand here', '7:9: Nobody is called "n9" here']],
];

describe('a scenario with a mistake in its form', () => {
  for (const [title, text, expected] of texts) {
    it(`is checked elsewhere: ${title}`, () => {
      const whole = `scenario "a"\nsystem raft { nodes 5 }\n${text}\n`;
      assert.deepEqual(compile(whole).problems.map((problem) => /^[^.;,]*(, not "\w+")?/.exec(describeProblem(whole, problem))![0]), expected);
    });
  }

  it('is told nothing of nodes where it is uncertain which there are', () => {
    const text = 'scenario "a"\nsystem raft { nodes 99 }\nat 1s { crash n9 }\nalways: n1 is upp\n';
    assert.deepEqual(compile(text).problems.map(({ message }) => message.split('.')[0]), ['Servers is between 3 and 9, not 99', 'No node is ever "upp"']);
  });

  it('is no scenario at all where its system is in the broken part, and nothing is said of that', () => {
    assert.deepEqual(compile('scenario "a"\nsystem { nodes 5 }\nat 1s { crash n9 }\n').problems.length, 1);
  });
});

/** What stands between « and » is to be mended, and becomes what is behind. */
const mended: readonly (readonly [text: string, ...becomes: string[]])[] = [
  ['at 1s { crash «n9» }', 'n1'],
  ['at 1s { crash «leeder» }', 'leader'],
  ["group 'the west' = n1\nalways: «thewest» is up", "'the west'"],
  ['always: some server is «leadr»', 'leader'],
  ['always: some server has «trem» = 1', 'term'],
  ['never: «laeder» happens', 'leader'],
  ['finally: sent «AppendEntrys» < 9', 'AppendEntries'],
  ['expect violation of «election-safty»', 'election-safety'],
  ['faults «ruogh» from 1s until 2s', 'rough'],
  ['at 1s { «crsh» n1 }', 'crash'],
  ['at 1s { «crsh» n1', 'crash'],
  ['until «5»', '5ms', '5s'],
  ['until «5sec»', '5s'],
  ['until «5 minutes»', '5min'],
  ['at 1s {\n  say «hello there»\n}', '"hello there"'],
  ['at 1s {\n  say «"hello»\n}', '"hello"'],
  ['always: leader of n1 = «n2»', '"n2"'],
  ['always: some server has leader = «n2»', '"n2"'],
  ['always«» n1 is up', ':'],
  ['at 1s {\n  crash n1«»', '\n}'],
  ['at 1s { crash n1«»', '\n}'],
  ['at 1s«» crash n1 }', ' {'],
];

describe('a problem', () => {
  for (const [marked, ...becomes] of mended) {
    it(`offers to mend ${JSON.stringify(marked)}`, () => {
      const text = `scenario "a"\nsystem raft { nodes 5 }\n${marked}`;
      const [before = '', after = ''] = [text.slice(0, text.indexOf('«')), text.slice(text.indexOf('»') + 1)];
      const plain = text.replace(/[«»]/g, '');
      const fixes = compile(plain).problems[0]?.fixes ?? [];
      assert.deepEqual(fixes.map((fix) => plain.slice(0, fix.start) + fix.text + plain.slice(fix.end)), becomes.map((each) => before + each + after));
    });
  }
});
