/** The language server in a process of its own, spoken to as an editor does. */
import { fork, type ChildProcess } from 'node:child_process';
import type { CompletionList, Diagnostic, Position } from 'vscode-languageserver';
import { inProject } from '../../scripts/lib/project.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

export class ServerProcess {
  /** Of each document the problems that were told of last, and how often any were. */
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  told = 0;
  private readonly child: ChildProcess;
  private readonly waiting = new Map<number, (message: Message) => void>();
  private onTold: (() => void) | undefined;
  private requests = 0;
  private version = 0;

  constructor() {
    this.child = fork(inProject('src/language-server/main.ts'), ['--node-ipc']);
    this.child.on('message', (message: Message) => this.receive(message));
  }

  async initialize(): Promise<void> {
    await this.request('initialize', { processId: process.pid, capabilities: {}, rootUri: null });
    this.notify('initialized', {});
  }

  open(uri: string, text: string): void {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'dsim', version: ++this.version, text } });
  }

  insert(uri: string, position: Position, text: string): void {
    this.notify('textDocument/didChange', { textDocument: { uri, version: ++this.version }, contentChanges: [{ range: { start: position, end: position }, text }] });
  }

  close(uri: string): void {
    this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  async complete(uri: string, position: Position): Promise<CompletionList> {
    return (await this.request('textDocument/completion', { textDocument: { uri }, position })) as CompletionList;
  }

  async request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.requests;
    this.child.send({ jsonrpc: '2.0', id, method, params });
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) => (error ? reject(new Error(error.message)) : resolve(result)));
    });
  }

  /** When problems are told of again. */
  async nextDiagnostics(): Promise<void> {
    await new Promise<void>((resolve) => (this.onTold = resolve));
  }

  async stop(): Promise<void> {
    await this.request('shutdown', null);
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.notify('exit', null);
    await ended;
  }

  private notify(method: string, params: unknown): void {
    this.child.send({ jsonrpc: '2.0', method, params });
  }

  private receive(message: Message): void {
    if (message.method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics } = message.params as { readonly uri: string; readonly diagnostics: readonly Diagnostic[] };
      this.diagnostics.set(uri, diagnostics);
      this.told++;
      this.onTold?.();
    } else if (message.method !== undefined && message.id !== undefined) {
      this.child.send({ jsonrpc: '2.0', id: message.id, result: null });
    } else if (message.id !== undefined) {
      this.waiting.get(message.id)?.(message);
      this.waiting.delete(message.id);
    }
  }
}

/** A scenario of so many lines at least, which is right. */
export function longScenario(lines: number): string {
  const parts: string[] = [];
  const strand = (index: number) => `when some server is leader as L${index} {\n  let F = one follower except L${index}\n  partition L${index}, F, c1 from the rest\n  c1 does "set x 2"\n  wait until leader happens at west or at least 2 servers are follower within 5s\n  crash one of west\n}\nalways: every leader has term >= 2 or has commit-index = 0\nfinally: number of servers that are leader with term < 100, term > 0 = 1`;
  while (parts.length * 9 < lines) parts.push(strand(parts.length));
  return `scenario "A long one"\nsystem raft { nodes 5 }\ngroup west = n1, n2\n${parts.join('\n')}\n`;
}
