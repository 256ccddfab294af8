/** Finds a Chromium for the browser tests and screenshots, and installs Debian's where it may. */
import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { runQuietly } from './run.ts';

const places: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge'],
  darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

function findChromium(): string | undefined {
  const named = process.env['CHROMIUM_PATH'];
  return named ?? places[process.platform]?.find((file) => existsSync(file));
}

/**
 * Path of a Chromium. `CHROMIUM_PATH` overrides the usual places.
 * @throws Error that names the one command to run, where none is found and none may be installed.
 */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  const mayInstall = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!mayInstall) throw new Error(`No Chromium was found. ${remedy()}`);
  console.log('Installing Chromium with apt-get: once, about a minute …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await runQuietly('apt-get', ['update'], { env });
    await runQuietly('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], { env });
  } catch (error) {
    throw new Error(`Chromium could not be installed. ${remedy()}`, { cause: error });
  }
  const installed = findChromium();
  if (installed === undefined) throw new Error(`Chromium is not where it was expected after its installation. ${remedy()}`);
  return installed;
}

function remedy(): string {
  switch (process.platform) {
    case 'linux':
      return 'Run `sudo apt-get install chromium`, or set CHROMIUM_PATH to the browser that you have.';
    case 'darwin':
      return 'Run `brew install --cask google-chrome`, or set CHROMIUM_PATH to the browser that you have.';
    default:
      return 'Install Google Chrome, or set CHROMIUM_PATH to the browser that you have.';
  }
}

/** A headless browser that stays off the network and off the GPU. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureChromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
