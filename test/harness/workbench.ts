/** A VS Code window to drive from outside, with mouse and keyboard. */
import { errors, type BrowserContextOptions, type Frame, type Page } from 'playwright-core';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { inProject, root } from '../../scripts/lib/project.ts';
import { newestServer } from '../../scripts/vscode-server/install.ts';
import { startServer, workbenchUrl, type VSCodeServer } from '../../scripts/vscode-server/server.ts';
import type { Scenario } from '../host/scenarios.ts';
import { extensionFolders } from './host.ts';
import { createPlace } from './workspace.ts';

export interface WorkbenchOptions extends Partial<Pick<Scenario, 'workspace' | 'trusted' | 'settings' | 'extensions'>> {
  /** Size of the window in pixels. */
  readonly viewport?: BrowserContextOptions['viewport'];
}

export interface Workbench {
  readonly page: Page;
  readonly server: VSCodeServer;
  /** The workspace's copy on disk, where there is one. */
  readonly workspace: string | undefined;
  /** The document of the open webview whose title this is; waits for it. */
  webview(title: string): Promise<Frame>;
  /** Runs a command by the title that the command palette shows, such as `Distributed Systems Mastery: Open Lesson`. */
  command(title: string): Promise<void>;
  /** Reloads the window and waits until it is usable again. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

const patience = 60_000;

/** Starts a server with the extension under development and opens its workbench: an empty, trusted folder unless told. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const place = await createPlace(options.workspace === undefined ? 'empty' : options.workspace);
  const server = await startServer({
    // The suite runner names another one in a run on another version.
    version: process.env['DSM_VSCODE_SERVER'] ?? newestServer,
    dataFolder: place.dataFolder,
    trusted: options.trusted ?? true,
    settings: options.settings?.(inProject('test/fixtures')) ?? {},
    extensions: extensionFolders(options),
  });
  const browser = await launchChromium();
  async function close(): Promise<void> {
    await browser.close();
    await server.stop();
    await place.remove();
  }
  try {
    const context = await browser.newContext({ viewport: options.viewport ?? { width: 1440, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(workbenchUrl(server, { extensionFolder: root, workspace: place.workspace }));
    await ready(page);
    return {
      page,
      server,
      workspace: place.workspace,
      webview: (title) => findWebview(page, title),
      command: (title) => runCommand(page, title),
      async reload() {
        // VS Code's own reload, unlike the browser's, first stores what is open.
        const loaded = page.waitForEvent('load');
        await runCommand(page, 'Developer: Reload Window');
        await loaded;
        await ready(page);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** For the palette to open, and for its list to come to rest. */
const LONGEST_WAIT_MS = 5_000;

/** The icon in the activity bar appears once VS Code has read the manifests of the extensions. */
async function ready(page: Page): Promise<void> {
  await page.locator('.activitybar .action-label[aria-label="Distributed Systems"]').waitFor();
}

async function runCommand(page: Page, title: string): Promise<void> {
  const deadline = Date.now() + patience;
  while (!(await chooseInPalette(page, title))) {
    if (Date.now() > deadline) throw new Error(`"${title}" could not be chosen in the command palette within ${patience / 1000} s.`);
  }
}

/** False where the palette did not open, or closed again: a panel that is being shown takes the focus. */
async function chooseInPalette(page: Page, title: string): Promise<boolean> {
  await page.keyboard.press('F1');
  try {
    await page.locator('.quick-input-widget input[type="text"]').fill(`>${title}`, { timeout: LONGEST_WAIT_MS });
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click({ timeout: LONGEST_WAIT_MS });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}

/** A webview is a frame inside a frame; the inner one is replaced whenever the extension sets its HTML. */
async function findWebview(page: Page, title: string): Promise<Frame> {
  const deadline = Date.now() + patience;
  for (;;) {
    for (const frame of page.frames()) {
      // A frame that goes away while it is asked is none of those that are looked for.
      if (frame.url().includes('/webview/browser/pre/fake.html') && (await frame.title().catch(() => '')) === title) return frame;
    }
    if (Date.now() > deadline) throw new Error(`No webview titled "${title}" was open within ${patience / 1000} s.`);
    await page.waitForTimeout(100);
  }
}
