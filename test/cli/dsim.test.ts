import assert from 'node:assert/strict';
import { dsim } from '../../src/cli/dsim.ts';
import { USAGE } from '../../src/cli/dsim/options.ts';
import type { Crew } from '../../src/running/crew.ts';
import type { Scene } from '../../src/engine/scene/scene.ts';
import { carryOutBatch } from '../../src/scenario/batch.ts';
import { counterexampleOf } from '../../src/scenario/failing/counterexample.ts';
import { replayRun } from '../../src/simulations/session.ts';
import { readStoredRun } from '../../src/simulations/stored-run.ts';

const GOES = 'scenario "It goes"\nsystem raft\nuntil 2s\nat 1s { crash n1 }\nfinally: n1 is crashed\n';
const FAILS = 'scenario "It <fails>"\nsystem raft\nseeds 3..5\nuntil 2s\nat 1s { crash n1 }\nnever "n1 \\u0007 \\"crashes\\"": n1 is crashed\n';
/** Fails with some seeds, for a reason that a part of its faults brings about. */
const FLAKY = 'scenario "Flaky"\nsystem raft\nseeds 1..20\nuntil 4s\nfaults hostile from 500ms until 3s\nnever "n1 crashes.": occurrences of crash at n1 >= 2\n';
/** Varies two parameters. */
const SWEPT = 'scenario "Swept"\nsystem raft\nseeds 1..4\nuntil 400ms\nsweep pre-vote off, on\nsweep nodes 3, 5\nplot "First leader": time of first leader\nfinally "Soon.": time of first leader <= 240ms\n';
const FILES: Readonly<Record<string, string>> = { 'goes.dsim': GOES, 'fails.dsim': FAILS, 'flaky.dsim': FLAKY, 'swept.dsim': SWEPT, 'wrong.dsim': 'scenario "a"\nsystem raft\nat 1s { crash n9 }' };

interface Result {
  readonly exitCode: number;
  readonly printed: string;
  readonly complaints: string;
  readonly written: Readonly<Record<string, string>>;
  readonly progress: readonly (readonly [done: number, of: number])[];
}

/** Does its work where it is called, the last batch first. */
function crewHere(scenes: readonly Scene[], isStopped: () => boolean): Crew {
  return {
    carryOut: async (batches, onResult) => {
      for (const batch of batches.toReversed()) if (!isStopped()) onResult(carryOutBatch(scenes, batch));
    },
    counterexample: async (of, isShrunk) => counterexampleOf(scenes[of.scene]!, of, isShrunk),
    stop: () => undefined,
  };
}

interface Circumstances {
  /** Files besides those above. */
  readonly files?: Readonly<Record<string, string>>;
  /** Is interrupted once so many runs are done. */
  readonly interruptedAfter?: number;
}

async function runIn({ files = {}, interruptedAfter = Infinity }: Circumstances, ...args: string[]): Promise<Result> {
  const result = { printed: '', complaints: '', written: {} as Record<string, string>, progress: [] as [number, number][] };
  let interrupt = (): void => undefined;
  let isStopped = false;
  const exitCode = await dsim(args, {
    readFile: (file) => {
      const text = files[file] ?? FILES[file];
      if (text === undefined) throw new Error('no such file');
      return text;
    },
    writeFile: (file, text) => void (result.written[file] = text),
    print: (text) => void (result.printed += text),
    complain: (text) => void (result.complaints += text),
    cores: 3,
    isWatched: true,
    progress: (_, done, of) => {
      result.progress.push([done, of]);
      if (done >= interruptedAfter) interrupt();
    },
    crew: (scenes) => crewHere(scenes, () => isStopped),
    onInterrupt: (listener) => {
      interrupt = () => {
        isStopped = true;
        listener();
      };
      return () => undefined;
    },
  });
  return { exitCode, ...result };
}

const run = (...args: string[]): Promise<Result> => runIn({}, ...args);

describe('dsim run', () => {
  it('carries out a scenario with the seeds that it names, or with others', async () => {
    assert.deepEqual(await run('run', 'goes.dsim'), { exitCode: 0, printed: 'It goes (goes.dsim)\n  goes as it says, with seed 1.\n\n1 scenario: all go as they say.', complaints: '', written: {}, progress: [[1, 1]] });
    assert.deepEqual((await run('run', 'goes.dsim', '--seeds', '7..9')).progress, [[1, 3], [2, 3], [3, 3]]);
    assert.match((await run('run', 'goes.dsim', '--seeds', '7')).printed, /with seed 7\./);
  });

  it('says what fails, with which seeds, and where the first run is', async () => {
    const { exitCode, printed, written } = await run('run', 'goes.dsim', 'fails.dsim');
    assert.equal(exitCode, 1);
    assert.equal(
      printed,
      `It goes (goes.dsim)
  goes as it says, with seed 1.

It <fails> (fails.dsim)
  FAILED with 3 of 3 seeds (3 to 5): 3, 4, 5
    seed 3, at 1.000 s: n1 \u0007 "crashes": It has come about. (with 3 seeds)
  The run with seed 3 is in fails.dsim-run.json: open it with "Open Run…" in the editor.
  1 s became 0 µs. It has seed 0. Leave out any one thing more, and it does not fail.

2 scenarios: 1 does not go as it says.`,
    );
    assert.deepEqual(Object.keys(written), ['fails.dsim-run.json']);
  });

  it('writes a run that opens as it was, where it fails', async () => {
    const written = async (...options: string[]) => readStoredRun(JSON.parse((await run('run', 'fails.dsim', ...options, '--run', 'first.json')).written['first.json']!));
    const whole = await written('--no-shrink');
    assert.equal((await replayRun(whole)).deviation, null);
    assert.equal(whole.session.cursor.time, 1_000_000);
    const shrunk = await written();
    assert.equal((await replayRun(shrunk)).deviation, null);
    assert.deepEqual([shrunk.session.cursor.time, shrunk.session.branches[0]?.schedule], [0, [{ at: 0, action: { kind: 'crash', node: 0 } }]]);
    assert.deepEqual((await run('run', 'fails.dsim', '--no-run')).written, {});
  });

  it('writes a report for programs', async () => {
    const { written } = await run('run', 'goes.dsim', 'fails.dsim', '--no-run', '--json', 'o.json', '--junit', 'o.xml');
    const { format, version, shard, scenarios } = JSON.parse(written['o.json']!) as {
      readonly format: string;
      readonly version: number;
      readonly shard: unknown;
      readonly scenarios: readonly { readonly file: string; readonly passed: number; readonly failed: readonly { readonly seed: number; readonly failures: readonly { readonly claim: number | null }[] }[] }[];
    };
    assert.deepEqual([format, version, shard], ['distributed-systems-mastery/dsim-report', 3, null]);
    assert.deepEqual(scenarios.map(({ file, passed, failed }) => [file, passed, failed.map(({ seed, failures: [first] }) => [seed, first?.claim])]), [['goes.dsim', 1, []], ['fails.dsim', 0, [[3, 0], [4, 0], [5, 0]]]]);
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

  it('carries out sweeps, and says of each point what came of it', async () => {
    const { exitCode, printed, written } = await run('run', 'swept.dsim', 'goes.dsim', '--no-run', ...OUTPUTS);
    assert.equal(exitCode, 1);
    assert.equal(
      printed,
      `Swept (swept.dsim)
  FAILED at 2 of 4 points.
  pre-vote on, nodes 3:
    FAILED with 1 of 4 seeds (1 to 4): 1
      seed 1, at 0.398 s: Soon.: It does not hold in the end.
  pre-vote on, nodes 5:
    FAILED with 1 of 4 seeds (1 to 4): 1
      seed 1, at 0.383 s: Soon.: It does not hold in the end.

  First leader
    pre-vote  nodes  runs  failed      lowest      median     highest
    off           3     4       0  200.388 ms  215.292 ms  235.167 ms
    off           5     4       0  175.999 ms    188.5 ms  238.963 ms
    on            3     4       1  214.185 ms  229.744 ms  248.235 ms
    on            5     4       1  196.966 ms  210.839 ms  255.442 ms

It goes (goes.dsim)
  goes as it says, with seed 1.

2 scenarios: 1 does not go as it says.`,
    );
    const { scenarios, sweeps } = JSON.parse(written['o.json']!) as {
      readonly scenarios: readonly { readonly point: string; readonly passed: number; readonly noted: readonly { readonly seed: number; readonly values: readonly (number | null)[] }[] }[];
      readonly sweeps: readonly { readonly first: number; readonly axes: readonly { readonly parameter: string; readonly names: readonly string[] }[]; readonly points: readonly { readonly at: readonly number[]; readonly runs: number; readonly plots: readonly { readonly median: number }[] }[] }[];
    };
    assert.deepEqual(scenarios.map(({ point, passed, noted }) => [point, passed, noted.length]), [['pre-vote off, nodes 3', 4, 4], ['pre-vote off, nodes 5', 4, 4], ['pre-vote on, nodes 3', 3, 3], ['pre-vote on, nodes 5', 3, 3], ['', 1, 0]]);
    assert.deepEqual(sweeps.map(({ first, axes, points }) => [first, axes.map(({ parameter, names }) => [parameter, ...names]), points.map(({ at, runs, plots }) => [...at, runs, plots[0]?.median])]), [
      [0, [['pre-vote', 'off', 'on'], ['nodes', '3', '5']], [[0, 0, 4, 215_291.5], [0, 1, 4, 188_500], [1, 0, 4, 229_744], [1, 1, 4, 210_838.5]]],
    ]);
    assert.ok(written['o.xml']!.includes('<testsuite name="Swept (pre-vote on, nodes 3)" file="swept.dsim" tests="4"'));
    assert.match(written['o.svg']!, /^<svg .*<title>Swept<\/title>.*First leader.*<\/svg>\n$/s);
  });

  it('keeps a run of a point that fails', async () => {
    const { written } = await run('run', 'swept.dsim', '--no-shrink', '--run', 'first.json');
    const stored = readStoredRun(JSON.parse(written['first.json']!));
    assert.equal((await replayRun(stored)).deviation, null);
  });

  it('says how far it has come where it is interrupted, and writes nothing', async () => {
    const { exitCode, printed, written } = await runIn({ interruptedAfter: 2 }, 'run', 'goes.dsim', 'fails.dsim', '--json', 'o.json');
    assert.deepEqual([exitCode, written], [130, {}]);
    assert.match(printed, /It goes \(goes\.dsim\)\n  was not begun\./);
    assert.match(printed, /FAILED with 2 of 2 of 3 seeds \(3 to 5\): 4, 5\n/);
    assert.match(printed, /Interrupted after 2 of 4 runs; no files were written\.$/);
  });

  it('says what is wrong with what it is given', async () => {
    assert.equal(await complaint('run', 'goes.dsim', 'wrong.dsim'), 'wrong.dsim:3:15: Nobody is called "n9" here. Did you mean "n1"?');
    assert.equal(await complaint('run', 'none.dsim'), "none.dsim can't be read: no such file");
    assert.equal(await complaint('walk', 'goes.dsim'), 'There is no command "walk"; "dsim run FILE" carries out a scenario, "dsim merge REPORT…" joins reports.');
    assert.equal(await complaint('run'), 'Name a scenario: dsim run FILE.dsim');
    assert.match(await complaint('run', 'goes.dsim', '--plot', 'o.svg'), /^There is nothing to plot/);
    assert.match(await complaint('run', 'goes.dsim', '--sheds', '1'), /^Unknown option '--sheds'/);
    for (const seeds of ['5..1', 'x', '-1', '1..', '5000000000']) assert.match(await complaint('run', 'goes.dsim', `--seeds=${seeds}`), /^Seeds are a whole number/);
    for (const jobs of ['0', '-1', 'two', '257']) assert.match(await complaint('run', 'goes.dsim', `--jobs=${jobs}`), /^Threads are a whole number/);
    for (const shard of ['0/2', '3/2', '1', '1/', '1/2/3']) assert.match(await complaint('run', 'goes.dsim', `--shard=${shard}`), /^A shard is one of so many/);
    for (const args of [['--help'], [], ['run', '--help'], ['merge', '-h']]) assert.equal((await run(...args)).printed, USAGE);
  });
});

const OUTPUTS = ['--json', 'o.json', '--junit', 'o.xml', '--plot', 'o.svg'];

describe('dsim merge', () => {
  const FILES_RUN = ['goes.dsim', 'flaky.dsim', 'swept.dsim', 'fails.dsim'];
  const outputs = async (...args: string[]) => {
    const { exitCode, printed, written } = await run(...args, ...OUTPUTS);
    return { exitCode, printed, json: written['o.json']!, junit: written['o.xml']!, plot: written['o.svg']! };
  };
  const shardsOf = async (of: number, ...options: string[]) => {
    const shards = Array.from({ length: of }, (_, position) => outputs('run', ...FILES_RUN, '--shard', `${position + 1}/${of}`, ...options));
    return Object.fromEntries((await Promise.all(shards)).map(({ json }, position) => [`${position + 1}.json`, json]));
  };

  for (const count of [2, 3, 7]) {
    it(`gives of ${count} shards the very report of the whole`, async () => {
      const whole = await outputs('run', ...FILES_RUN);
      assert.match(whole.printed, /Flaky \(flaky\.dsim\)\n  FAILED with \d+ of 20 seeds/);
      const files = await shardsOf(count);
      const names = Object.keys(files).reverse();
      const { exitCode, printed, written } = await runIn({ files }, 'merge', ...names, ...OUTPUTS);
      assert.deepEqual({ exitCode, printed, json: written['o.json'], junit: written['o.xml'], plot: written['o.svg'] }, whole);
    });
  }

  it('shares the seeds of all files out evenly', async () => {
    const counts = Object.values(await shardsOf(4)).map((text) => (JSON.parse(text) as { scenarios: { passed: number; failed: unknown[] }[] }).scenarios.reduce((sum, { passed, failed }) => sum + passed + failed.length, 0));
    assert.deepEqual(counts, [10, 10, 10, 10]);
  });

  it('complains where they are not all the shards of one run', async () => {
    const [three, four, others, whole] = await Promise.all([shardsOf(3), shardsOf(4), shardsOf(3, '--seeds', '1..9'), run('run', 'goes.dsim', '--json', 'o.json')]);
    const files: Record<string, string> = { ...three, 'four.json': four['2.json']!, 'others.json': others['2.json']!, 'whole.json': whole.written['o.json']!, 'no.json': '{}', 'no.txt': 'x' };
    const changed = (name: string, from: string, to: string): void => {
      assert.ok(three['2.json']!.includes(from));
      files[name] = three['2.json']!.replace(from, to);
    };
    changed('moved.json', '"file": "flaky.dsim"', '"file": "other.dsim"');
    changed('edited.json', '"title": "Flaky"', '"title": "Flakier"');
    changed('older.json', '"engine": ', '"engine": 9');
    changed('few.json', '"first": 2', '"first": 4');
    changed('more.json', '"passed": ', '"passed": 9');
    const merging = (...names: string[]) => complaintIn({ files }, 'merge', ...names);
    assert.equal(await merging('1.json', '3.json'), 'A shard is missing: 2/3.');
    assert.equal(await merging('3.json'), 'Shards are missing: 1/3, 2/3.');
    assert.equal(await merging('1.json', '2.json', '3.json', '2.json'), '2.json and 2.json are both of shard 2/3: name each shard once.');
    assert.equal(await merging('1.json', 'four.json', '3.json'), '1.json is of a run in 3 shards and four.json of one in 4: merge the shards of one run.');
    assert.match(await merging('1.json', 'others.json', '3.json'), /^goes\.dsim was to be run with seeds 1 to 1 in 1\.json and 1 to 9 in others\.json/);
    assert.match(await merging('whole.json'), /^whole\.json is of a whole run/);
    assert.match(await merging('1.json', 'moved.json', '3.json'), /^Scenario 2 is flaky\.dsim in 1\.json and other\.dsim in moved\.json/);
    assert.match(await merging('1.json', 'edited.json', '3.json'), /^flaky\.dsim has changed/);
    assert.match(await merging('1.json', 'older.json', '3.json'), /^older\.json was written with version/);
    assert.match(await merging('1.json', 'more.json', '3.json'), /it was changed, or cut short/);
    assert.match(await merging('1.json', 'few.json', '3.json'), /^few\.json does not have all points of "Swept"/);
    assert.match(await merging('no.json'), /^no\.json is no report of "dsim run --json" of version 3/);
    assert.match(await merging('no.txt'), /^no\.txt is no JSON/);
    assert.match(await merging('none.json'), /^none\.json can't be read/);
    assert.match(await complaint('merge'), /^Name the reports/);
    assert.match(await complaint('merge', '1.json', '--seeds', '1'), /^Unknown option '--seeds'/);
  });
});

const complaint = (...args: string[]): Promise<string> => complaintIn({}, ...args);

async function complaintIn(circumstances: Circumstances, ...args: string[]): Promise<string> {
  const { exitCode, complaints, printed } = await runIn(circumstances, ...args);
  assert.deepEqual([exitCode, printed], [2, ''], complaints);
  return complaints;
}
