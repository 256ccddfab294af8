/** A child process for one grading: started with as little as Node can be made to give it, and ended from outside. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import type { ChildMessage, Job } from './messages.ts';
import type { InspectorAddress } from './verdict.ts';

export interface LabChildOptions {
  readonly script: string;
  readonly execPath: string;
  /** Folders that the child may read; it needs its own code. */
  readonly readable: readonly string[];
  /** Megabytes of heap; null for no limit. */
  readonly memory: number | null;
  /** Waits for a debugger before anything runs. */
  readonly inspect: boolean;
}

/** How a child ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote on stderr: only Node itself writes there. */
  readonly stderr: string;
  /** Why it could not even be started. */
  readonly failure?: string;
}

const STDERR_KEPT = 20_000;

export class LabChild {
  /** Settles when the process is gone. */
  readonly ended: Promise<Exit>;
  private readonly process: ChildProcess;
  private stderr = '';
  private backlog: ChildMessage[] = [];
  private listener: ((message: ChildMessage) => void) | undefined;

  constructor(options: LabChildOptions) {
    this.process = spawn(options.execPath, [...flags(options), options.script], {
      cwd: dirname(options.script),
      // Nothing of the user's environment; dates are in UTC everywhere.
      env: { ELECTRON_RUN_AS_NODE: '1', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A process group of its own, so that it can be ended with all that it might have started.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.ended = this.watch();
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-STDERR_KEPT);
    });
    this.process.on('message', (message) => this.receive(message as ChildMessage));
    this.idle(true);
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** The process of an idle child must not keep the program alive that waits for nothing else. */
  idle(idle: boolean): void {
    const change = idle ? 'unref' : 'ref';
    this.process[change]();
    this.process.channel?.[change]();
    (this.process.stderr as { ref?(): void; unref?(): void } | null)?.[change]?.();
  }

  /** Hears what the child says, from its first word on. */
  listen(listener: (message: ChildMessage) => void): void {
    this.listener = listener;
    for (const message of this.backlog) listener(message);
    this.backlog = [];
  }

  start(job: Job): void {
    // An error means that the child is gone, which `ended` tells.
    if (this.process.connected) this.process.send(job, () => undefined);
  }

  /** Calls back with the debugger's address as soon as the child listens there. */
  onInspector(callback: (address: InspectorAddress) => void): void {
    const look = (): void => {
      const match = /Debugger listening on (ws:\/\/(\S+):(\d+)\/\S+)/.exec(this.stderr);
      if (!match) return;
      this.process.stderr?.off('data', look);
      callback({ url: match[1] ?? '', host: match[2] ?? '', port: Number(match[3]) });
    };
    this.process.stderr?.on('data', look);
    look();
  }

  /** Ends the process and everything that it started, whatever it is doing. */
  kill(): void {
    const { pid } = this.process;
    if (pid === undefined || this.process.exitCode !== null || this.process.signalCode !== null) return;
    if (process.platform === 'win32') {
      execFile('taskkill', ['/pid', String(pid), '/T', '/F'], { windowsHide: true }, () => undefined);
      return;
    }
    try {
      process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended by itself in the meantime.
    }
  }

  private receive(message: ChildMessage): void {
    if (this.listener) this.listener(message);
    else this.backlog.push(message);
  }

  private watch(): Promise<Exit> {
    return new Promise((resolve) => {
      const child = this.process;
      child.once('error', (error) => {
        if (child.pid === undefined) resolve({ code: null, signal: null, stderr: this.stderr, failure: error.message });
      });
      child.once('close', (code, signal) => {
        const done = (): void => resolve({ code, signal, stderr: this.stderr });
        // What it said last may still be on its way.
        if (child.connected) child.once('disconnect', done);
        else done();
      });
    });
  }
}

function flags({ readable, memory, inspect }: LabChildOptions): string[] {
  return [
    '--permission',
    ...readable.map((folder) => `--allow-fs-read=${folder}`),
    // Should an object of the main realm ever reach learner code, it is of no use there.
    '--frozen-intrinsics',
    '--disallow-code-generation-from-strings',
    '--no-warnings',
    ...(memory === null ? [] : [`--max-old-space-size=${memory}`]),
    ...(inspect ? ['--allow-inspector', '--inspect-brk=127.0.0.1:0'] : []),
  ];
}
