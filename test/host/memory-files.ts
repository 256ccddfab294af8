/** A file system in memory, as a virtual workspace has one. */
import * as vscode from 'vscode';

type Node = { readonly kind: 'folder'; readonly children: Map<string, Node> } | { readonly kind: 'file'; content: Uint8Array; changedAt: number };

export class MemoryFiles implements vscode.FileSystemProvider {
  readonly #root: Node = { kind: 'folder', children: new Map() };
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  constructor() {
    this.createDirectory(vscode.Uri.parse('memory:/workspace'));
  }

  /** Writes a file with the folders around it, also where the provider is registered as read-only. */
  fill(uri: vscode.Uri, text: string): void {
    const parts = partsOf(uri);
    for (let depth = 1; depth < parts.length; depth++) this.createDirectory(uri.with({ path: `/${parts.slice(0, depth).join('/')}` }));
    this.writeFile(uri, new TextEncoder().encode(text), { create: true });
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const node = this.#find(uri);
    return node.kind === 'folder'
      ? { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 }
      : { type: vscode.FileType.File, ctime: 0, mtime: node.changedAt, size: node.content.length };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    return [...this.#folder(uri).children].map(([name, { kind }]) => [name, kind === 'folder' ? vscode.FileType.Directory : vscode.FileType.File]);
  }

  createDirectory(uri: vscode.Uri): void {
    const { children } = this.#folder(parentOf(uri));
    const name = nameOf(uri);
    if (!children.has(name)) children.set(name, { kind: 'folder', children: new Map() });
    this.#changed.fire([{ type: vscode.FileChangeType.Created, uri }]);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const node = this.#find(uri);
    if (node.kind === 'folder') throw vscode.FileSystemError.FileIsADirectory(uri);
    return node.content;
  }

  writeFile(uri: vscode.Uri, content: Uint8Array, { create }: { readonly create: boolean }): void {
    const { children } = this.#folder(parentOf(uri));
    const name = nameOf(uri);
    const existing = children.get(name);
    if (!existing && !create) throw vscode.FileSystemError.FileNotFound(uri);
    children.set(name, { kind: 'file', content, changedAt: Date.now() });
    this.#changed.fire([{ type: existing ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created, uri }]);
  }

  delete(uri: vscode.Uri): void {
    this.#folder(parentOf(uri)).children.delete(nameOf(uri));
    this.#changed.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  rename(from: vscode.Uri, to: vscode.Uri): void {
    this.#folder(parentOf(to)).children.set(nameOf(to), this.#find(from));
    this.delete(from);
    this.#changed.fire([{ type: vscode.FileChangeType.Created, uri: to }]);
  }

  #find(uri: vscode.Uri): Node {
    let node = this.#root;
    for (const part of partsOf(uri)) {
      const child = node.kind === 'folder' ? node.children.get(part) : undefined;
      if (!child) throw vscode.FileSystemError.FileNotFound(uri);
      node = child;
    }
    return node;
  }

  #folder(uri: vscode.Uri): Node & { kind: 'folder' } {
    const node = this.#find(uri);
    if (node.kind !== 'folder') throw vscode.FileSystemError.FileNotADirectory(uri);
    return node;
  }
}

function partsOf(uri: vscode.Uri): string[] {
  return uri.path.split('/').filter((part) => part !== '');
}

function parentOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}

function nameOf(uri: vscode.Uri): string {
  return partsOf(uri).at(-1) ?? '';
}
