/** Runs a VS Code server on this machine, for `npm start` and for the tests. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { installServer } from './install.ts';

export interface ServerOptions {
  /** code-server's version, as install.ts names them. */
  readonly version: string;
  /** Holds everything that the server writes: settings, extensions, logs. One server at a time. */
  readonly dataFolder: string;
  /** Whether the workspace is trusted without asking. */
  readonly trusted: boolean;
  /** Machine-scoped settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Folders of extensions to install beside the one under development. */
  readonly extensions?: readonly string[];
  /** Added to the environment of the server and so of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface VSCodeServer {
  readonly port: number;
  readonly url: string;
  /** Everything that the server has printed so far. */
  log(): string;
  /** Resolves when the server has ended, by `stop` or by itself. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** What the workbench opens, as the parameters of its address. All paths are absolute. */
export interface WorkbenchTarget {
  readonly extensionFolder: string;
  /** A folder or a .code-workspace file; without it the window is empty. */
  readonly workspace?: string | undefined;
  /** Whether the editor opens that the setting workbench.startupEditor names; otherwise none. */
  readonly startupEditor?: boolean | undefined;
  /** A module that exports `run()`, to be run inside the extension host. */
  readonly testModule?: string | undefined;
}

type ServerProcess = ChildProcessByStdio<null, Readable, Readable>;

/** How long the extension host has to deactivate its extensions. */
const graceMilliseconds = 3000;

/** Starts a server on a free port; resolves once it listens. */
export async function startServer(options: ServerOptions): Promise<VSCodeServer> {
  const code = await installServer(options.version);
  const extensionsFolder = path.join(options.dataFolder, 'extensions');
  await mkdir(path.join(options.dataFolder, 'data/Machine'), { recursive: true });
  await mkdir(extensionsFolder, { recursive: true });
  await writeFile(path.join(options.dataFolder, 'data/Machine/settings.json'), JSON.stringify(options.settings ?? {}, null, 2));
  for (const folder of options.extensions ?? []) {
    await cp(folder, path.join(extensionsFolder, path.basename(folder)), { recursive: true });
  }

  const child = spawn(
    process.execPath,
    [
      path.join(code, 'out/server-main.js'),
      ...['--host', '127.0.0.1', '--port', '0', '--without-connection-token', '--accept-server-license-terms'],
      // Without it the workbench ignores which extension is under development.
      '--enable-smoke-test-driver',
      ...['--telemetry-level', 'off', '--server-data-dir', options.dataFolder, '--extensions-dir', extensionsFolder],
      ...(options.trusted ? ['--disable-workspace-trust'] : []),
    ],
    // A group of its own, so that the extension host and what it starts can be ended together.
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env }, detached: process.platform !== 'win32' },
  );
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const port = await listening(child, () => printed);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    log: () => printed,
    ended,
    async stop() {
      signalGroup(child, 'SIGTERM');
      const force = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMilliseconds);
      await ended;
      clearTimeout(force);
    },
  };
}

/** Finds the port that the server chose in what it prints. */
function listening(child: ServerProcess, printed: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    child.stdout.on('data', () => {
      const port = /agent listening on (\d+)/.exec(printed())?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('error', reject);
    child.once('close', () => reject(new Error(`The VS Code server ended before it listened:\n${printed().trim()}`)));
  });
}

function signalGroup(child: ServerProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch (error) {
    // It ended in between.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The address that opens a workbench of `server` with the extension under development loaded. */
export function workbenchUrl(server: VSCodeServer, target: WorkbenchTarget): string {
  const remote = (file: string): string => `vscode-remote://127.0.0.1:${server.port}${file}`;
  const payload = [
    ...(target.startupEditor === true ? [] : [['skipWelcome', 'true']]),
    ['extensionDevelopmentPath', remote(target.extensionFolder)],
    ...(target.testModule === undefined ? [] : [['extensionTestsPath', remote(target.testModule)]]),
  ];
  const query = new URLSearchParams({ payload: JSON.stringify(payload) });
  if (target.workspace === undefined) query.set('ew', 'true');
  else query.set(target.workspace.endsWith('.code-workspace') ? 'workspace' : 'folder', target.workspace);
  return `${server.url}/?${query.toString()}`;
}
