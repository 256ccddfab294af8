import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { lessonContract, type LessonLink, type LessonState } from '../../src/contract/lesson.ts';
import type { ScenarioReport } from '../../src/contract/scenario.ts';
import { renderLesson } from '../../src/course/markdown.ts';
import { sweepReport } from './reports.ts';
import { readTheme, themeNames, type ThemeName } from './panel-page.ts';
import { panelOpener } from './panels.ts';

const diagrams = `
\`\`\`mermaid
%% alt: A client asks, a server answers.
sequenceDiagram
  Client->>Server: ask
  Server-->>Client: answer
\`\`\`

\`\`\`mermaid
%% alt: A follower becomes a candidate and then a leader.
stateDiagram-v2
  Follower --> Candidate: timeout
  Candidate --> Leader: majority
\`\`\`
`;

const prose = `
Read [the paper](https://raft.github.io/raft.pdf), watch [a crash](simulation:leader-crash),
do [the exercise](exercise:time-and-order/lamport-clocks), answer [the questions](questions:) or go on to [clocks](topic:time).

## First part

| nodes | majority |
| ---: | :--- |
| 3 | 2 |

\`\`\`ts
const aLineThatIsWiderThanANarrowPanel = 'so that it has to scroll on its own instead of moving the whole page sideways';
\`\`\`

### A detail

Back to [the end](#second-part).

## Second part

The end.
`;

const brokenDiagram = '```mermaid\n%% alt: Nothing.\nflowchart LR\n  A[[[ --> B\n```\n';

function lessonOf(markdown: string, change: Partial<LessonState> = {}): LessonState {
  const { html, diagrams: sources, scenarios } = renderLesson(markdown, { packId: 'core', topicId: 'raft', folder: 'topics/raft', imageUrl: (path) => path });
  return {
    topicId: 'raft',
    title: 'Electing a leader',
    difficulty: 'intermediate',
    objectives: ['Say why a majority is enough'],
    references: [
      { title: 'In Search of an Understandable Consensus Algorithm', url: 'https://raft.github.io/raft.pdf' },
      { title: 'A book', url: null },
    ],
    html,
    diagrams: sources.map((diagram) => ({ ...diagram })),
    scenarios: [...scenarios],
    state: 'new',
    ...change,
  };
}

/** The extension's side: it notes what was asked for. */
class LessonHost {
  readonly opened: LessonLink[] = [];
  readonly openedOutside: string[] = [];
  readonly openedScenarios: number[] = [];
  /** Settles what is being run. */
  finish: (report: ScenarioReport) => void = () => undefined;
  hasStopped = false;
  #lesson: LessonState;
  refusal: string | null = null;

  constructor(lesson: LessonState) {
    this.#lesson = lesson;
  }

  state = async (): Promise<LessonState> => this.#lesson;
  restoreData = (): unknown => ({});
  methods = {
    open: async (link: LessonLink) => {
      if (this.refusal !== null) throw new Error(this.refusal);
      this.opened.push(link);
      return null;
    },
    openExternal: async ({ url }: { url: string }) => {
      this.openedOutside.push(url);
      return null;
    },
    runScenario: (_which: { scenario: number }, signal: AbortSignal) =>
      new Promise<ScenarioReport>((resolve, reject) => {
        if (this.refusal !== null) reject(new Error(this.refusal));
        this.finish = resolve;
        signal.addEventListener('abort', () => {
          this.hasStopped = true;
          reject(new Error('stopped'));
        });
      }),
    openScenario: async ({ scenario }: { scenario: number }) => {
      this.openedScenarios.push(scenario);
      return null;
    },
    setDone: async ({ done }: { done: boolean }) => {
      this.#lesson = { ...this.#lesson, state: done ? 'done' : 'new' };
      return this.#lesson;
    },
  };
}

describe('the lesson panel', function () {
  this.timeout(60_000);
  const open = panelOpener({ triesPolicy: true });

  async function show(lesson: LessonState, view: { theme?: ThemeName; width?: number } = {}) {
    const host = new LessonHost(lesson);
    return Object.assign(await open({ panel: 'lesson', contract: lessonContract, model: host, ...view }), { host });
  }

  it('shows what the lesson is about, and asks for nothing that its policy refuses', async () => {
    const panel = await show(lessonOf(prose));
    const { page } = panel;
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'Electing a leader');
    assert.equal(await page.getByText('intermediate', { exact: true }).count(), 1);
    assert.equal(await page.getByText('Say why a majority is enough').count(), 1);
    assert.equal(await page.getByText('A book').count(), 1);
    assert.equal(await page.getByRole('cell', { name: '3' }).evaluate((cell) => getComputedStyle(cell).textAlign), 'right');
    assert.deepEqual(panel.violations, []);
  });

  it('keeps lines at 70 characters at most', async () => {
    const { page } = await show(lessonOf('word '.repeat(200)), { width: 1600 });
    const fits = await page.locator('.lesson-text > p').evaluate((paragraph) => {
      const ruler = document.createElement('span');
      ruler.textContent = '0'.repeat(70);
      ruler.style.cssText = 'position: absolute; white-space: nowrap';
      paragraph.append(ruler);
      return paragraph.getBoundingClientRect().width <= ruler.getBoundingClientRect().width + 1;
    });
    assert.equal(fits, true);
  });

  describe('scenarios', () => {
    const SCENARIOS = '```dsim\nscenario "A"\nsystem raft\n```\n\n```dsim\nscenario "B"\nsystem raft\n```\n';
    const REPORT: ScenarioReport = {
      title: 'B',
      points: 1,
      runs: 20,
      claims: [{ text: 'There is a leader.', broken: null }, { text: 'There is one.', broken: { points: 1, at: [{ point: '', failed: 2, runs: 20, seed: 7, why: 'There are two at 0.300 s.' }] } }],
      others: [],
      plots: [],
    };

    it('are run by keyboard, and say what holds and what does not', async () => {
      const { page, host } = await show(lessonOf(SCENARIOS));
      const block = page.getByRole('figure').nth(1);
      await block.getByRole('button', { name: 'Run' }).press('Enter');
      await block.getByText('Running…').waitFor();
      host.finish(REPORT);
      await block.getByText('✓ There is a leader. It holds with 20 seeds.').waitFor();
      await block.getByText('✗ There is one. It fails with 2 of 20, first with seed 7: There are two at 0.300 s.').waitFor();
      await block.getByRole('button', { name: 'Open in panel' }).click();
      await eventually(() => assert.deepEqual(host.openedScenarios, [1]));
    });

    it('show what they measure beneath what they claim', async () => {
      const panel = await show(lessonOf(SCENARIOS));
      const block = panel.page.getByRole('figure').first();
      await block.getByRole('button', { name: 'Run' }).click();
      panel.host.finish(sweepReport);
      await block.getByText('✓ Somebody leads. It holds in all 6 runs at 3 points.').waitFor();
      await block.getByText('150ms: it fails with 1 of 2, first with seed 2: Two do.').waitFor();
      assert.equal(await block.locator('svg').getByRole('img').count(), 2);
      assert.equal(await block.getByRole('table', { name: 'First leader' }).getByRole('row').count(), 4);
      assert.deepEqual(panel.violations, []);
    });

    it('can be stopped, and say why they can not be run', async () => {
      const { page, host } = await show(lessonOf(SCENARIOS));
      const block = page.getByRole('figure').first();
      await block.getByRole('button', { name: 'Run' }).click();
      await block.getByRole('button', { name: 'Stop' }).click();
      await eventually(() => assert.equal(host.hasStopped, true));
      host.refusal = 'There is no system "raftt".';
      await block.getByRole('button', { name: 'Run' }).click();
      await block.getByText('There is no system "raftt".').waitFor();
    });

    for (const theme of themeNames) {
      it(`are accessible, and fit a narrow panel: ${theme}`, async () => {
        const panel = await show(lessonOf(SCENARIOS), { theme, width: 320 });
        const block = panel.page.getByRole('figure').first();
        await block.getByRole('button', { name: 'Run' }).click();
        panel.host.finish(sweepReport);
        await block.getByText('Somebody leads.').waitFor();
        await panel.expectAccessible();
        await panel.expectNoSidewaysScroll();
      });
    }
  });

  describe('links', () => {
    it('opens what is in the pack', async () => {
      const { page, host } = await show(lessonOf(prose));
      for (const name of ['a crash', 'the exercise', 'the questions', 'clocks']) await page.getByRole('link', { name }).click();
      await eventually(() => assert.equal(host.opened.length, 4));
      assert.deepEqual(host.opened, [
        { kind: 'simulation', target: 'core/raft/leader-crash' },
        { kind: 'exercise', target: 'core/time-and-order/lamport-clocks' },
        { kind: 'questions', target: 'core/raft' },
        { kind: 'topic', target: 'core/time' },
      ]);
    });

    it('opens https addresses outside, from the text and from the references', async () => {
      const { page, host } = await show(lessonOf(prose));
      await page.getByRole('link', { name: 'the paper' }).press('Enter');
      await page.getByRole('link', { name: 'In Search of' }).click();
      await eventually(() => assert.deepEqual(host.openedOutside, ['https://raft.github.io/raft.pdf', 'https://raft.github.io/raft.pdf']));
      assert.equal(page.url().endsWith('/'), true);
    });

    it('deals with a click before VS Code does, which would open the link again', async () => {
      const { page } = await show(lessonOf(prose));
      await page.evaluate("window.clicks = 0; document.addEventListener('click', () => window.clicks++)");
      for (const name of ['the paper', 'a crash', 'the end', 'In Search of']) await page.getByRole('link', { name }).click();
      assert.equal(await page.evaluate('window.clicks'), 0);
    });

    it('goes to a heading and takes the focus there', async () => {
      const { page } = await show(lessonOf(prose), { width: 1300 });
      await page.getByRole('link', { name: 'the end' }).press('Enter');
      assert.equal(await page.locator(':focus').textContent(), 'Second part');
      await page.getByRole('navigation', { name: 'In this lesson' }).getByRole('link', { name: 'A detail' }).press('Enter');
      assert.equal(await page.locator(':focus').textContent(), 'A detail');
    });

    it('says why a link could not be opened', async () => {
      const { page, host } = await show(lessonOf(prose));
      host.refusal = 'The simulation "leader-crash" is not part of this pack.';
      await page.getByRole('link', { name: 'a crash' }).click();
      await page.getByRole('alert').getByText(host.refusal).waitFor();
    });
  });

  it('lists its headings beside the text where there is room', async () => {
    const { page } = await show(lessonOf(prose), { width: 1300 });
    const contents = page.getByRole('navigation', { name: 'In this lesson' });
    assert.deepEqual(await contents.getByRole('link').allTextContents(), ['First part', 'A detail', 'Second part']);
    await page.setViewportSize({ width: 700, height: 800 });
    assert.equal(await contents.isVisible(), false);
  });

  it('is marked as done and not done again, and says so', async () => {
    const { page } = await show(lessonOf(prose));
    await page.getByRole('button', { name: 'Mark as done' }).click();
    await page.getByRole('status').getByText('Marked as done.').waitFor();
    await page.getByRole('button', { name: 'Mark as not done' }).press('Enter');
    await page.getByRole('status').getByText('No longer marked as done.').waitFor();
    await page.getByRole('button', { name: 'Mark as done' }).waitFor();
  });

  describe('diagrams', () => {
    it('are not loaded for a lesson that has none', async () => {
      const { page, loaded } = await show(lessonOf(prose));
      await page.getByRole('button', { name: 'Mark as done' }).click();
      await page.getByRole('status').getByText('Marked as done.').waitFor();
      assert.deepEqual([...loaded].sort(), ['', 'favicon.ico', 'lesson.css', 'lesson.js'].filter((name) => loaded.includes(name)));
      assert.equal(await page.locator('iframe').count(), 0);
    });

    for (const theme of themeNames) {
      it(`are drawn in the colours of ${theme}`, async () => {
        const { page } = await show(lessonOf(diagrams), { theme });
        const pictures = page.getByRole('img');
        await pictures.nth(1).waitFor();
        assert.equal(await pictures.nth(0).getAttribute('alt'), 'A client asks, a server answers.');
        for (const picture of await pictures.all()) {
          const width = await picture.evaluate(async (image) => {
            if (!(image instanceof HTMLImageElement)) return 0;
            await image.decode();
            return image.naturalWidth;
          });
          assert.ok(width > 100);
          const svg = await svgOf(picture);
          assert.match(svg, new RegExp(colorOf(theme, '--vscode-editor-foreground'), 'i'));
        }
      });
    }

    it('are drawn anew when the theme changes, without loading anything again', async () => {
      const { page, setTheme, loaded } = await show(lessonOf(diagrams), { theme: 'light' });
      const picture = page.getByRole('img', { name: 'A client asks' });
      await picture.waitFor();
      for (const theme of ['dark', 'hc-light', 'hc-dark'] as const) {
        await setTheme(theme);
        const foreground = new RegExp(colorOf(theme, '--vscode-editor-foreground'), 'i');
        const background = new RegExp(colorOf(theme, '--vscode-editorWidget-background'), 'i');
        await eventually(async () => {
          const svg = await svgOf(picture);
          assert.match(svg, foreground);
          assert.match(svg, background);
        });
      }
      assert.equal(loaded.filter((name) => name === 'diagram.js').length, 1);
    });

    it('stay as they are when the lesson is marked as done', async () => {
      const { page } = await show(lessonOf(diagrams));
      await page.getByRole('img').nth(1).waitFor();
      await page.getByRole('img').nth(1).evaluate((picture) => picture.setAttribute('data-seen', 'yes'));
      await page.getByRole('button', { name: 'Mark as done' }).click();
      await page.getByRole('status').getByText('Marked as done.').waitFor();
      assert.equal(await page.locator('img[data-seen="yes"]').count(), 1);
    });

    it('can be read in words', async () => {
      const { page } = await show(lessonOf(diagrams));
      const figure = page.getByRole('figure').first();
      await figure.getByText('The diagram in words').click();
      await figure.getByText('A client asks, a server answers.', { exact: true }).waitFor();
    });

    it('that can\'t be drawn show their source and what is wrong; the others are drawn', async () => {
      const { page } = await show(lessonOf(brokenDiagram + diagrams));
      const figure = page.getByRole('figure').first();
      await figure.getByText("This diagram can't be drawn.").waitFor();
      await figure.getByText('Parse error on line 2').waitFor();
      await figure.locator('pre').getByText('A[[[ --> B').waitFor();
      await page.getByRole('img').nth(1).waitFor();
    });
  });

  describe('hostile content', () => {
    it('that got past the extension does not run', async () => {
      const html = `
        <p>Harmless text.</p>
        <img src="missing.png" onerror="window.hacked = 'handler'">
        <script>window.hacked = 'script'</script>
        <iframe srcdoc="<script>parent.hacked = 'frame'</script>"></iframe>
        <iframe src="javascript:parent.hacked='address'"></iframe>
        <svg onload="window.hacked = 'svg'"></svg>
        <style>h1 { display: none }</style>
        <a href="javascript:window.hacked='link'">a link</a>
        <form action="javascript:window.hacked='form'"><button>a button</button></form>`;
      const panel = await show(lessonOf('', { html }));
      const { page, host } = panel;
      await page.getByText('Harmless text.').waitFor();
      await page.getByRole('link', { name: 'a link' }).click();
      await page.getByRole('button', { name: 'a button' }).click();
      // An answered request is a turn of the page's event loop that comes after all of the above.
      await page.getByRole('button', { name: 'Mark as done' }).click();
      await page.getByRole('status').getByText('Marked as done.').waitFor();
      assert.equal(await page.evaluate('window.hacked'), undefined);
      for (const refused of ['script-src-attr', 'script-src-elem', 'style-src-elem']) assert.ok(panel.violations.some((line) => line.startsWith(refused)));
      assert.equal(await page.getByRole('heading', { level: 1 }).isVisible(), true);
      assert.deepEqual(host.openedOutside, []);
    });

    it('of a diagram neither runs nor loads nor changes the theme', async () => {
      const source = `
%%{init: {"securityLevel": "loose", "theme": "forest", "themeCSS": "* { fill: #010203 }"}}%%
flowchart LR
  A["<img src='https://example.org/spy.png' onerror='window.hacked=1'>"] --> B["<script>window.hacked=1</script>text"]
  click A "javascript:window.hacked=1"`;
      const html = '<div class="diagram" data-diagram="0"></div>';
      const { page } = await show(lessonOf('', { html, diagrams: [{ source, alternative: 'Hostile.' }] }));
      const picture = page.getByRole('img', { name: 'Hostile.' });
      await picture.waitFor();
      const svg = await svgOf(picture);
      assert.doesNotMatch(svg, /<script|onerror|javascript:|#010203/i);
      for (const frame of page.frames()) assert.equal(await frame.evaluate('window.hacked'), undefined);
    });
  });

  for (const theme of themeNames) {
    it(`has no serious accessibility fault in ${theme}`, async () => {
      const { page, expectAccessible } = await show(lessonOf(prose + diagrams + brokenDiagram, { state: 'done' }), { theme, width: 1300 });
      await page.getByRole('img').nth(1).waitFor();
      await page.getByText("This diagram can't be drawn.").waitFor();
      await expectAccessible();
    });
  }

  it('has no sideways scroll at 320 pixels, where wide things scroll on their own', async () => {
    const { page, expectNoSidewaysScroll, expectAccessible } = await show(lessonOf(prose + diagrams + brokenDiagram), { width: 320 });
    await page.getByRole('img').nth(1).waitFor();
    await page.getByText("This diagram can't be drawn.").waitFor();
    await expectNoSidewaysScroll();
    assert.equal(await page.locator('.lesson-text > pre').getAttribute('tabindex'), '0');
    await expectAccessible();
  });
});

async function svgOf(picture: Locator): Promise<string> {
  return decodeURIComponent((await picture.getAttribute('src')) ?? '');
}

function colorOf(theme: ThemeName, variable: string): string {
  return readTheme(theme).variables[variable] ?? assert.fail(`${theme} has no ${variable}.`);
}

/** Tries until it holds; the test's own time limit ends what never does. */
async function eventually(check: () => void | Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (!(error instanceof assert.AssertionError)) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
