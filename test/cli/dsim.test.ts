import assert from 'node:assert/strict';
import { dsim, USAGE } from '../../src/cli/dsim.ts';
import { replayRun } from '../../src/simulations/session.ts';
import { readStoredRun } from '../../src/simulations/stored-run.ts';

const GOES = 'scenario "It goes"\nsystem raft\nuntil 2s\nat 1s { crash n1 }\nfinally: n1 is crashed\n';
const FAILS = 'scenario "It <fails>"\nsystem raft\nseeds 3..5\nuntil 2s\nat 1s { crash n1 }\nnever "n1 \\u0007 \\"crashes\\"": n1 is crashed\n';
const FILES: Readonly<Record<string, string>> = { 'goes.dsim': GOES, 'fails.dsim': FAILS, 'wrong.dsim': 'scenario "a"\nsystem raft\nat 1s { crash n9 }' };

interface Result {
  readonly exitCode: number;
  readonly printed: string;
  readonly complaints: string;
  readonly written: Readonly<Record<string, string>>;
  readonly progress: readonly (readonly [done: number, of: number])[];
}

function run(...args: string[]): Result {
  const result = { printed: '', complaints: '', written: {} as Record<string, string>, progress: [] as [number, number][] };
  const exitCode = dsim(args, {
    readFile: (file) => {
      const text = FILES[file];
      if (text === undefined) throw new Error('no such file');
      return text;
    },
    writeFile: (file, text) => void (result.written[file] = text),
    print: (text) => void (result.printed += text),
    complain: (text) => void (result.complaints += text),
    progress: (_, done, of) => void result.progress.push([done, of]),
  });
  return { exitCode, ...result };
}

describe('dsim run', () => {
  it('carries out a scenario with the seeds that it names, or with others', () => {
    assert.deepEqual(run('run', 'goes.dsim'), { exitCode: 0, printed: 'It goes (goes.dsim)\n  goes as it says, with seed 1.\n\n1 scenario: all go as they say.', complaints: '', written: {}, progress: [[1, 1]] });
    assert.deepEqual(run('run', 'goes.dsim', '--seeds', '7..9').progress, [[1, 3], [2, 3], [3, 3]]);
    assert.match(run('run', 'goes.dsim', '--seeds', '7').printed, /with seed 7\./);
  });

  it('says what fails, with which seeds, and where the first run is', () => {
    const { exitCode, printed, written } = run('run', 'goes.dsim', 'fails.dsim');
    assert.equal(exitCode, 1);
    assert.equal(
      printed,
      `It goes (goes.dsim)
  goes as it says, with seed 1.

It <fails> (fails.dsim)
  FAILED with 3 of 3 seeds (3 to 5): 3, 4, 5
    seed 3, at 1.000 s: n1 \u0007 "crashes": It has come about. (with 3 seeds)
  The run with seed 3 is in fails.dsim-run.json: open it with "Open Run…" in the editor.

2 scenarios: 1 does not go as it says.`,
    );
    assert.deepEqual(Object.keys(written), ['fails.dsim-run.json']);
  });

  it('writes a run that opens as it was, where it fails', async () => {
    const stored = readStoredRun(JSON.parse(run('run', 'fails.dsim', '--run', 'first.json').written['first.json']!));
    assert.equal((await replayRun(stored)).deviation, null);
    assert.equal(stored.session.cursor.time, 1_000_000);
    assert.deepEqual(run('run', 'fails.dsim', '--no-run').written, {});
  });

  it('writes a report for programs', () => {
    const { written } = run('run', 'goes.dsim', 'fails.dsim', '--no-run', '--json', 'o.json', '--junit', 'o.xml');
    const { version, scenarios } = JSON.parse(written['o.json']!) as { readonly version: number; readonly scenarios: readonly { readonly file: string; readonly passed: number; readonly failed: readonly { readonly seed: number }[] }[] };
    assert.deepEqual([version, ...scenarios.map(({ file, passed, failed }) => [file, passed, failed.map(({ seed }) => seed)])], [1, ['goes.dsim', 1, []], ['fails.dsim', 0, [3, 4, 5]]]);
    const failure = (seed: number) => `    <testcase classname="It &#60;fails&#62;" name="seed ${seed}"><failure message="n1 \ufffd &#34;crashes&#34;: It has come about.">n1 \ufffd &#34;crashes&#34;: It has come about.</failure></testcase>`;
    assert.equal(
      written['o.xml'],
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="dsim" tests="4" failures="3">
  <testsuite name="It goes" file="goes.dsim" tests="1" failures="0">
    <testcase classname="It goes" name="seed 1"/>
  </testsuite>
  <testsuite name="It &#60;fails&#62;" file="fails.dsim" tests="3" failures="3">
${[3, 4, 5].map(failure).join('\n')}
  </testsuite>
</testsuites>
`,
    );
  });

  it('says what is wrong with what it is given', () => {
    const complaint = (...args: string[]) => {
      const { exitCode, complaints, printed } = run(...args);
      assert.deepEqual([exitCode, printed], [2, '']);
      return complaints;
    };
    assert.equal(complaint('run', 'goes.dsim', 'wrong.dsim'), 'wrong.dsim:3:15: Nobody is called "n9" here. Did you mean "n1"?');
    assert.equal(complaint('run', 'none.dsim'), "none.dsim can't be read: no such file");
    assert.equal(complaint('walk', 'goes.dsim'), 'There is no command "walk"; "dsim run FILE" carries out a scenario.');
    assert.equal(complaint('run'), 'Name a scenario: dsim run FILE.dsim');
    assert.match(complaint('run', 'goes.dsim', '--sheds', '1'), /^Unknown option '--sheds'/);
    for (const seeds of ['5..1', 'x', '-1', '1..', '5000000000']) assert.match(complaint('run', 'goes.dsim', `--seeds=${seeds}`), /^Seeds are a whole number/);
    assert.equal(run('--help').printed, USAGE);
    assert.equal(run().printed, USAGE);
  });
});
