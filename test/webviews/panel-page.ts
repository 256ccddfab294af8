/**
 * A built panel in Chromium, opened as VS Code would: inside the extension's own page, talking to the extension's own
 * channel, with a theme's variables on the page and the API that a webview is handed. Panels are taken from
 * dist/webviews, so build them first.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { HostMessage, PanelContract } from '../../src/contract/protocol.ts';
import { Channel, type PanelModel } from '../../src/vscode/panels/channel.ts';
import { renderShell } from '../../src/vscode/panels/shell.ts';

export const themeNames = ['light', 'dark', 'hc-dark', 'hc-light'] as const;
export type ThemeName = (typeof themeNames)[number];

/** As VS Code 1.139 sets them: the classes of the body, the custom properties of the root element. */
export interface Theme {
  readonly bodyClass: string;
  readonly variables: Readonly<Record<string, string>>;
}

export function readTheme(name: ThemeName): Theme {
  return JSON.parse(readFileSync(new URL(`themes/${name}.json`, import.meta.url), 'utf8')) as Theme;
}

export interface PanelOptions<C extends PanelContract> {
  readonly panel: string;
  readonly contract: C;
  readonly model: PanelModel<C>;
  readonly theme?: ThemeName;
  /** Of the window, in CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  /** What VS Code kept of an earlier page (`PanelPage.kept`). */
  readonly kept?: unknown;
}

export interface PanelPage {
  readonly page: Page;
  /** The paths of what the page has loaded. */
  readonly loaded: readonly string[];
  /** What was thrown in the page and caught by nothing, what broke the contract, and what was asked of the outside world. */
  readonly errors: readonly string[];
  /** What the panel's content policy refused, one line each, but for the component library's one style (see below). */
  readonly violations: readonly string[];
  /** What the panel keeps over a reload of the window: the latest `setState`. */
  kept(): unknown;
  /** Sends the state, as the extension does when it has changed by itself. */
  pushState(): Promise<void>;
  setTheme(theme: ThemeName): Promise<void>;
  /** Fails if axe finds anything serious or critical, in the whole page unless a selector says where. */
  expectAccessible(within?: string): Promise<void>;
  expectNoSidewaysScroll(): Promise<void>;
  close(): Promise<void>;
}

const dist = new URL('../../dist/webviews/', import.meta.url);
const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css' };

export async function openPanel<C extends PanelContract>(browser: Browser, options: PanelOptions<C>): Promise<PanelPage> {
  const { panel, contract, model, theme = 'light', width = 1000, height = 800, reducedMotion = false } = options;
  const loaded: string[] = [];
  const errors: string[] = [];
  const { server, origin } = await serve(panel, loaded);
  const violations: string[] = [];
  let { kept } = options;
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: reducedMotion ? 'reduce' : 'no-preference' });
  page.on('pageerror', (error) => errors.push(error.message));
  await page.route((url) => url.origin !== origin, (route) => {
    errors.push(`The page asked for ${route.request().url()}.`);
    return route.abort();
  });
  let receive: (message: unknown) => void = () => {};
  const channel = new Channel({
    contract,
    model,
    port: {
      postMessage: async (message: HostMessage) => {
        await page.evaluate(`window.postMessage(${JSON.stringify(message)}, window.origin)`);
        return true;
      },
      onDidReceiveMessage: (listener) => {
        receive = listener;
        return { dispose: () => {} };
      },
    },
    onVersionMismatch: (version) => errors.push(`The panel speaks version ${version} of the protocol.`),
    warn: (message) => errors.push(message),
  });
  await page.exposeFunction('sendToExtension', (message: unknown) => receive(message));
  await page.exposeFunction('keepState', (state: unknown) => (kept = state));
  await page.exposeFunction('reportViolation', (violation: string) => violations.push(violation));
  await page.addInitScript(`(${asWebview})(${applyTheme}, ${JSON.stringify(readTheme(theme))}, ${JSON.stringify(kept) ?? 'undefined'})`);
  await page.goto(`${origin}/`);
  await page.locator('h1').waitFor();
  return {
    page,
    loaded,
    errors,
    get violations() {
      return withoutToolkitStyle(violations);
    },
    kept: () => kept,
    pushState: () => channel.pushState(),
    setTheme: (name) => page.evaluate(`(${applyTheme})(${JSON.stringify(readTheme(name))})`),
    expectAccessible: (within = 'html') => expectAccessible(page, within),
    expectNoSidewaysScroll: async () => assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width),
    close: async () => {
      channel.dispose();
      await page.close();
      server.close();
    },
  };
}

/** The component library tries one style element when it is registered; it is refused, and nothing is missed. */
function withoutToolkitStyle(violations: readonly string[]): readonly string[] {
  const known = violations.findIndex((violation) => violation.startsWith('style-src-elem inline'));
  return violations.filter((_, index) => index !== known);
}

async function serve(panel: string, loaded: string[]): Promise<{ server: Server; origin: string }> {
  let origin = '';
  const server = createServer((request, response) => {
    const name = (request.url ?? '/').slice(1);
    loaded.push(name);
    if (name === '') {
      response.setHeader('content-type', 'text/html').end(pageOf(panel, origin));
      return;
    }
    readFile(new URL(name, dist)).then(
      (content) => response.setHeader('content-type', types[name.split('.').at(-1) ?? ''] ?? '').end(content),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A panel that could not be opened is not closed either, and must not keep the run from ending.
  server.unref();
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server, origin };
}

function pageOf(panel: string, origin: string): string {
  return renderShell({
    title: panel,
    language: 'en',
    script: `${origin}/${panel}.js`,
    style: `${origin}/${panel}.css`,
    ...(panel === 'lesson' ? { diagramScript: `${origin}/diagram.js` } : {}),
    cspSource: origin,
  });
}

// These two run in the page. They are source text, because one is handed to the other there.

/** Hands the page VS Code's API, and puts the theme on it as soon as there is a body, before the panel's script runs. */
const asWebview = `(applyTheme, theme, kept) => {
  if (window !== window.top) return;
  window.acquireVsCodeApi = () => ({ postMessage: (message) => window.sendToExtension(message), getState: () => kept, setState: (state) => window.keepState(state) });
  document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
    window.reportViolation([effectiveDirective, blockedURI, sample].join(' ')));
  new MutationObserver((changes, observer) => {
    if (document.body === null) return;
    observer.disconnect();
    applyTheme(theme);
  }).observe(document, { childList: true, subtree: true });
}`;

const applyTheme = `({ bodyClass, variables }) => {
  const { style } = document.documentElement;
  for (const name of [...style]) style.removeProperty(name);
  for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
  document.body.className = bodyClass;
}`;

interface AxeResults {
  readonly violations: readonly { id: string; impact: string; nodes: readonly { html: string; failureSummary: string }[] }[];
}

async function expectAccessible(page: Page, within: string): Promise<void> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  // The diagram's frame has nothing for a reader and can't be looked into.
  const { violations } = await page.evaluate<AxeResults>(`axe.run(${JSON.stringify(within)}, { iframes: false })`);
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(bad.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`) })), []);
}
