/** The diagram frame alone: what it draws under the lesson's policy has to be what mermaid draws where nothing is refused. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import * as v from 'valibot';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { DrawReply, type DrawRequest } from '../../webviews/diagram/messages.ts';

declare global {
  interface Window {
    /** In the page: the port that leads to the frame's script. */
    diagrams: MessagePort;
  }
}

const strict = "default-src 'none'; script-src 'nonce-n'; style-src 'nonce-n'";
const permissive = "default-src 'none'; script-src 'nonce-n'; style-src 'unsafe-inline'";

const diagrams: Readonly<Record<string, string>> = {
  sequence: `sequenceDiagram
    participant L as A leader with a long name
    participant F as Follower
    L->>+F: AppendEntries
    Note over F: written to disk
    F-->>-L: ok`,
  flowchart: `flowchart LR
    A[Closed] -->|failures over the threshold| B(Open)
    B -->|time-out| C{Half open?}
    subgraph group
      C --> D[(store)]
    end
    style D stroke-width:4px`,
  state: `stateDiagram-v2
    [*] --> Follower
    Follower --> Candidate: election time-out
    state Candidate {
      [*] --> Asking
    }`,
  class: `classDiagram
    class Log {
      +int term
      +append(entry) void
    }
    Log "1" --> "*" Entry : holds`,
  gantt: `gantt
    dateFormat YYYY-MM-DD
    section Leases
    first :a, 2024-01-01, 30d
    second :after a, 20d`,
};

const theme = { dark: false, fontFamily: 'monospace', colors: { primaryColor: '#ffffff', primaryTextColor: '#000000', lineColor: '#333333' } };

describe('the diagram frame', function () {
  this.timeout(60_000);
  let browser: Browser;
  let strictPage: Page;
  let permissivePage: Page;

  before(async () => {
    browser = await launchChromium();
    strictPage = await openFrame(browser, strict);
    permissivePage = await openFrame(browser, permissive);
  });
  after(() => browser.close());

  for (const [kind, source] of Object.entries(diagrams)) {
    it(`draws a ${kind} diagram under the lesson's policy as without one`, async () => {
      const [refused, allowed] = await Promise.all([draw(strictPage, source), draw(permissivePage, source)]);
      assert.ok(refused.kind === 'drawn' && allowed.kind === 'drawn');
      assert.deepEqual(withoutNotation(refused.svg), withoutNotation(allowed.svg));
      assert.deepEqual([refused.width, refused.height], [allowed.width, allowed.height]);
    });
  }

  it('draws the same bytes each time', async () => {
    const source = diagrams['flowchart'] ?? '';
    assert.deepEqual(await draw(strictPage, source), await draw(strictPage, source));
  });

  it('says in which line a diagram is wrong', async () => {
    const reply = await draw(strictPage, 'flowchart LR\n  A --> B\n  B[[[ --> C');
    assert.ok(reply.kind === 'failed');
    assert.match(reply.message, /line 3/);
  });
});

/** A page under the policy with the frame's script in it. */
async function openFrame(browser: Browser, policy: string): Promise<Page> {
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">`);
  await page.evaluate(
    (code) => {
      const script = document.createElement('script');
      script.nonce = 'n';
      script.textContent = code;
      document.head.append(script);
      const { port1, port2 } = new MessageChannel();
      window.postMessage(null, '*', [port2]);
      window.diagrams = port1;
    },
    await readFile(new URL('../../dist/webviews/diagram.js', import.meta.url), 'utf8'),
  );
  return page;
}

async function draw(page: Page, source: string): Promise<DrawReply> {
  const request: DrawRequest = { id: 1, source, theme };
  const reply = await page.evaluate(
    (message) =>
      new Promise<unknown>((resolve) => {
        window.diagrams.onmessage = ({ data }) => resolve(data);
        window.diagrams.postMessage(message);
      }),
    request,
  );
  return v.parse(DrawReply, reply);
}

/** Style attributes set by script are the browser's notation, `rgb(0, 0, 0)` for `#000`; positions and sizes are not in them. */
function withoutNotation(svg: string): string {
  return svg.replace(/ style="[^"]*"/g, '');
}
