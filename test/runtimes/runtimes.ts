/** The JavaScript runtimes in which the product runs, each given the same code of the engine. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import { launchChromium } from '../../scripts/lib/chromium.ts';
import { installNode, oldestNode } from '../../scripts/lib/node-version.ts';

/** Gives the digests of `count` seeds from `from` on. */
export type Digests = (from: number, count: number) => Promise<readonly string[]>;

/** The test's own Node is one of them. */
export async function runtimes(): Promise<Readonly<Record<string, Digests>>> {
  const [code, old] = await Promise.all([bundle(), installNode(oldestNode)]);
  return {
    [`Node ${process.version}`]: inNode(process.execPath, code),
    [`Node ${oldestNode}`]: inNode(old, code),
    Chromium: inChromium(code),
  };
}

async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('../engine/digests.ts', import.meta.url));
  const { outputFiles } = await esbuild.build({ entryPoints: [entry], bundle: true, format: 'iife', globalName: 'engine', write: false });
  return outputFiles[0]?.text ?? '';
}

function inNode(program: string, code: string): Digests {
  return (from, count) =>
    new Promise((resolve, reject) => {
      const child = spawn(program, ['-'], { stdio: ['pipe', 'pipe', 'inherit'] });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.once('error', reject);
      child.once('close', (exit) => (exit === 0 ? resolve(JSON.parse(output) as string[]) : reject(new Error(`${program} ended with ${exit}.`))));
      child.stdin.end(`${code}\nconsole.log(JSON.stringify(engine.digests(${from}, ${count})));`);
    });
}

function inChromium(code: string): Digests {
  return async (from, count) => {
    const browser = await launchChromium();
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: code });
      return await page.evaluate<string[]>(`engine.digests(${from}, ${count})`);
    } finally {
      await browser.close();
    }
  };
}
