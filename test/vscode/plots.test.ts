import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { PlotsState } from '../../src/contract/plots.ts';
import type { PanelContent } from '../../src/vscode/panels/content.ts';
import type { PlotsContract } from '../../src/contract/plots.ts';
import { plotsPanel } from '../../src/vscode/panels/plots.ts';
import { createFake, FakeUri, type Fake } from './fake.ts';

const WORKER = new URL('../../src/running/worker.ts', import.meta.url).pathname;
const TEXT = 'scenario "A" system raft seeds 1..3 until 1s\nsweep nodes 3, 5\nplot "Leader": time of first leader\nfinally: some server is leader';
const FILE = 'file:///a/elections.dsim';

class Plotting {
  readonly fake: Fake = createFake();
  text = TEXT;
  content!: PanelContent<PlotsContract>;

  async open(saved?: unknown): Promise<this> {
    const document = { uri: FakeUri.parse(FILE), languageId: 'dsim', getText: () => this.text };
    Object.assign(this.fake.vscode.workspace, { openTextDocument: async () => document, textDocuments: [document] });
    const kind = plotsPanel({ vscode: this.fake.vscode, workerScript: WORKER, choose: async () => undefined });
    this.content = await kind.open({ scenario: FILE }, saved, {} as vscode.Webview);
    return this;
  }

  do(method: 'run' | 'stop' | 'saveSvg'): Promise<PlotsState | null> {
    return this.content.methods[method]({}, new AbortController().signal);
  }

  /** As it is when nothing is under way any more. */
  async ended(): Promise<PlotsState> {
    const state = await this.content.state();
    if (state.progress === null) return state;
    const { content } = this;
    await new Promise<void>((resolve) => {
      const listening = content.onDidChange(() => {
        listening.dispose();
        resolve();
      });
    });
    return this.ended();
  }
}

describe('the plots of a scenario', () => {
  it('are of all points with all seeds', async () => {
    const plotting = await new Plotting().open();
    assert.deepEqual([plotting.content.title, (await plotting.content.state()).report], ['Plots: A', null]);
    const { title, report, expected, hasChanged } = await plotting.ended();
    assert.deepEqual([title, report?.points, report?.runs, expected, hasChanged], ['A', 2, 6, 6, false]);
    assert.deepEqual(report?.plots.map((plot) => [plot.title, plot.rows.length]), [['Leader', 2]]);
    plotting.content.dispose();
    assert.deepEqual(plotting.fake.alive(), ['output channel']);
  });

  it('are restored from what was computed, without a run', async () => {
    const first = await new Plotting().open();
    const { report } = await first.ended();
    const saved: unknown = JSON.parse(JSON.stringify(first.content.restoreData()));
    const plotting = new Plotting();
    plotting.text = 'no scenario at all';
    await plotting.open(saved);
    const state = await plotting.content.state();
    assert.deepEqual([state.progress, state.report, state.hasChanged], [null, report, true]);
    await assert.rejects(plotting.do('run'), /This scenario can not be carried out/);
    plotting.text = TEXT.replace('1..3', '1..4');
    await plotting.content.askedAgain?.();
    assert.equal((await plotting.ended()).report?.runs, 8);
  });

  it('are computed again where the window was reloaded before there were any', async () => {
    const plotting = await new Plotting().open(null);
    assert.equal((await plotting.ended()).report?.runs, 6);
    await plotting.content.askedAgain?.();
    assert.equal((await plotting.content.state()).progress, null);
    await assert.rejects(new Plotting().open({ text: TEXT }));
  });

  it('are of what was done where they are stopped', async () => {
    const plotting = new Plotting();
    plotting.text = TEXT.replace('1..3', '1..100000');
    await plotting.open();
    const state = await plotting.do('stop');
    assert.equal(state?.progress, null);
    assert.equal(state?.expected, 200_000);
    assert.ok(state?.report && state.report.runs < 200_000);
  });

  it('are saved as a picture that stands by itself', async () => {
    const plotting = await new Plotting().open();
    await assert.rejects(plotting.do('saveSvg'), /There is no plot yet/);
    await plotting.ended();
    plotting.fake.answers.save = '/b/mine.svg';
    await plotting.do('saveSvg');
    while (plotting.fake.shown.length === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([plotting.fake.offered, plotting.fake.shown], [['elections.svg'], ['The picture is saved in "mine.svg".']]);
    assert.match(plotting.fake.files.get('/b/mine.svg') ?? '', /^<svg .*[\s\S]*<style>/);
  });

  it('are refused where there is nothing to plot', async () => {
    const plotting = new Plotting();
    plotting.text = 'scenario "A" system raft';
    await assert.rejects(plotting.open(), /"A" has nothing to plot/);
  });
});
