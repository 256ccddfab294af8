import assert from 'node:assert/strict';
import { renderShell } from '../../src/vscode/panels/shell.ts';

const page = { title: '<Raft> & "co"', language: 'en', script: 'https://webview.example/a.js', style: 'https://webview.example/a.css', cspSource: 'https://webview.example' };
const policyOf = (html: string): string => /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';

describe('the page around a panel', () => {
  it('allows nothing but its bundle', () => {
    const html = renderShell(page);
    const [, nonce = ''] = /data-nonce="([^"]+)"/.exec(html) ?? [];
    assert.ok(nonce.length >= 32);
    assert.equal(
      policyOf(html),
      `default-src 'none'; script-src 'nonce-${nonce}'; style-src https://webview.example 'nonce-${nonce}'; img-src https://webview.example; font-src https://webview.example`,
    );
    assert.match(html, new RegExp(`<script nonce="${nonce.replace(/[+/]/g, '\\$&')}" src="https://webview.example/a.js">`));
  });

  it('lets only a page that draws diagrams fetch their script and show data pictures', () => {
    const html = renderShell({ ...page, diagramScript: 'https://webview.example/d.js' });
    assert.match(policyOf(html), /img-src https:\/\/webview\.example data:;.*connect-src https:\/\/webview\.example$/);
    assert.match(html, /data-diagram="https:\/\/webview\.example\/d\.js"/);
  });

  it('never has two pages with one nonce, nor anything unsafe', () => {
    assert.notEqual(renderShell(page), renderShell(page));
    assert.doesNotMatch(renderShell(page), /unsafe/);
  });

  it('escapes what it is given', () => {
    assert.match(renderShell(page), /<title>&#60;Raft&#62; &#38; &#34;co&#34;<\/title>/);
  });
});
