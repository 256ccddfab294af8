/** Draws media/icon.png, 256 pixels square as the Marketplace wants it, from media/icon.svg. */
import { readFile } from 'node:fs/promises';
import { launchChromium } from './lib/chromium.ts';
import { inProject } from './lib/project.ts';

const size = 256;
const svg = await readFile(inProject('media/icon.svg'), 'utf8');
const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: size, height: size } });
await page.setContent(`<style>body { margin: 0 } svg { display: block }</style>${svg}`);
await page.screenshot({ path: inProject('media/icon.png'), omitBackground: true });
await browser.close();
