/** The command itself, as it is started from a checkout and where its package is installed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import { parts } from '../../scripts/build/parts.ts';
import { inProject } from '../../scripts/lib/project.ts';
import { readStoredRun } from '../../src/simulations/stored-run.ts';
import { readXml } from './xml.ts';

const FLAKY = 'scenario "Flaky <&>"\nsystem raft { nodes 3 }\nseeds 1..12\nuntil 400ms\nat 1ms { pause n3 }\neventually within 250ms "Somebody \\u0001 leads.": some server is leader\n';
const GOES = 'scenario "Goes"\nsystem raft { nodes 3 }\nseeds 1..5\nuntil 400ms\nfinally: n1 is up\n';
const LONG = 'scenario "Long"\nsystem raft { nodes 5 }\nseeds 1..100000\nuntil 2s\nfinally: n1 is up\n';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly complaints: string;
}

describe('the command dsim', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'dsim-'));
  const written = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

  /** @param onComplaint called with all that was written to stderr so far */
  function start(script: string, args: readonly string[], onComplaint: (text: string, stop: () => void) => void = () => undefined): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [script, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
      let [out, complaints] = ['', ''];
      child.stdout.on('data', (data: Buffer) => (out += data.toString()));
      child.stderr.on('data', (data: Buffer) => {
        complaints += data.toString();
        onComplaint(complaints, () => child.kill('SIGINT'));
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, complaints }));
    });
  }

  const dsim = (...args: string[]): Promise<Ended> => start(inProject('scripts/dsim.ts'), args);

  before(() => {
    for (const [name, text] of [['flaky', FLAKY], ['goes', GOES], ['long', LONG]] as const) writeFileSync(path.join(folder, `${name}.dsim`), text);
  });
  after(() => rmSync(folder, { recursive: true }));

  it('gives the same with any number of threads and in shards, and exits as it went', async () => {
    const [one, two] = [await dsim('run', 'flaky.dsim', 'goes.dsim', '--jobs', '1', '--json', '1.json', '--junit', '1.xml'), await dsim('run', 'flaky.dsim', 'goes.dsim', '--jobs', '2', '--json', '2.json', '--junit', '2.xml')];
    assert.deepEqual(two, one);
    assert.deepEqual([one.code, one.complaints], [1, '']);
    assert.match(one.out, /FAILED with \d+ of 12 seeds \(1 to 12\)/);
    for (const kind of ['json', 'xml']) assert.equal(written(`2.${kind}`), written(`1.${kind}`));
    const shards = await Promise.all([1, 2].map((index) => dsim('run', 'flaky.dsim', 'goes.dsim', '--shard', `${index}/2`, '--json', `shard-${index}.json`)));
    assert.deepEqual(shards.map(({ complaints }) => complaints), ['', '']);
    const merged = await dsim('merge', 'shard-2.json', 'shard-1.json', '--json', 'merged.json', '--junit', 'merged.xml');
    assert.deepEqual(merged, one);
    for (const kind of ['json', 'xml']) assert.equal(written(`merged.${kind}`), written(`1.${kind}`));
  });

  it('writes a run that can be opened, and XML that can be read', async () => {
    assert.equal((await dsim('run', 'flaky.dsim', '--run', 'run.json', '--junit', 'flaky.xml')).code, 1);
    assert.equal(readStoredRun(JSON.parse(written('run.json'))).session.type, 'raft');
    const { name, attributes, children: [suite] } = readXml(written('flaky.xml'));
    assert.deepEqual([name, attributes['name'], attributes['tests']], ['testsuites', 'dsim', '12']);
    assert.deepEqual([suite?.name, suite?.attributes['name'], suite?.children.length], ['testsuite', 'Flaky <&>', 12]);
    const failed = suite!.children.filter(({ children: [failure] }) => failure?.name === 'failure');
    assert.equal(String(failed.length), attributes['failures']);
    assert.equal(failed[0]?.children[0]?.attributes['message'], 'Somebody \ufffd leads.: It has not come about in time.');
  });

  it('exits with 0 where all goes, and with 2 where the input is bad', async () => {
    assert.equal((await dsim('run', 'goes.dsim')).code, 0);
    const { code, out, complaints } = await dsim('run', 'none.dsim');
    assert.deepEqual([code, out], [2, '']);
    assert.match(complaints, /^none\.dsim can't be read/);
  });

  it('stops when it is interrupted, says what was done, and exits with 130', async () => {
    const { code, out } = await start(inProject('scripts/dsim.ts'), ['run', 'long.dsim', '--progress', '--json', 'none.json'], (text, stop) => {
      if (/Long: \d+ of 100000 runs/.test(text)) stop();
    });
    assert.equal(code, 130);
    assert.match(out, /goes as it says, with \d[\d,]* of 100,000 seeds[^]*Interrupted after \d[\d,]* of 100,000 runs; no files were written\.\n$/);
    assert.throws(() => written('none.json'));
  });

  it('runs as the package has it, where Node takes no types off', async () => {
    const installed = path.join(folder, 'node_modules', 'distributed-systems-mastery');
    const manifest = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as { readonly bin: { readonly dsim: string } };
    for (const options of parts.host(false)) await esbuild.build({ ...options, outdir: path.join(installed, 'dist') });
    mkdirSync(installed, { recursive: true });
    cpSync(inProject('package.json'), path.join(installed, 'package.json'));
    const { code, out } = await start(path.join(installed, manifest.bin.dsim), ['run', 'flaky.dsim', '--jobs', '2', '--no-run']);
    assert.equal(code, 1);
    assert.deepEqual(out, (await dsim('run', 'flaky.dsim', '--no-run')).out);
  });
});
