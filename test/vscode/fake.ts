/** A stand-in for the `vscode` module: as much of it as the extension's parts touch, with a count of what is not yet released. */
import type * as vscode from 'vscode';
import type { VsCode } from '../../src/vscode/host.ts';

type Listener = (event: unknown) => unknown;

class EventEmitter {
  readonly #listeners = new Set<Listener>();
  readonly #track: (what: string) => { dispose(): void };
  readonly #own: { dispose(): void };

  constructor(track: (what: string) => { dispose(): void }) {
    this.#track = track;
    this.#own = track('event emitter');
  }

  readonly event = (listener: Listener): { dispose(): void } => {
    this.#listeners.add(listener);
    const tracked = this.#track('listener');
    return {
      dispose: () => {
        this.#listeners.delete(listener);
        tracked.dispose();
      },
    };
  };

  fire(event: unknown): void {
    for (const listener of [...this.#listeners]) listener(event);
  }

  dispose(): void {
    this.#listeners.clear();
    this.#own.dispose();
  }
}

export class FakeUri {
  readonly scheme: string;
  readonly path: string;
  constructor(scheme: string, path: string) {
    this.scheme = scheme;
    this.path = path;
  }
  get fsPath(): string {
    return this.path;
  }
  toString(): string {
    return `${this.scheme}://${this.path}`;
  }
  static file(path: string): FakeUri {
    return new FakeUri('file', path);
  }
  static parse(text: string): FakeUri {
    const [, scheme = '', path = ''] = /^(\w+):\/\/(.*)$/.exec(text) ?? [];
    return new FakeUri(scheme, path);
  }
  static joinPath(base: FakeUri, ...parts: string[]): FakeUri {
    const { pathname } = new URL([base.path, ...parts].join('/'), 'file:///');
    return new FakeUri(base.scheme, decodeURIComponent(pathname));
  }
}

class TreeItem {
  label: string;
  collapsibleState: number;
  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

class ThemeIcon {
  readonly id: string;
  readonly color: unknown;
  constructor(id: string, color?: unknown) {
    this.id = id;
    this.color = color;
  }
}

class MarkdownString {
  value = '';
  appendText(text: string): this {
    this.value += text;
    return this;
  }
}

class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

class Location {
  readonly uri: unknown;
  readonly range: unknown;
  constructor(uri: unknown, range: unknown) {
    this.uri = uri;
    this.range = range;
  }
}

class TestMessage {
  message: string;
  expectedOutput: string | undefined;
  actualOutput: string | undefined;
  constructor(message: string) {
    this.message = message;
  }
  static diff(message: string, expected: string, actual: string): TestMessage {
    return Object.assign(new TestMessage(message), { expectedOutput: expected, actualOutput: actual });
  }
}

class TestMessageStackFrame {
  readonly label: string;
  readonly uri: unknown;
  readonly position: unknown;
  constructor(label: string, uri: unknown, position: unknown) {
    this.label = label;
    this.uri = uri;
    this.position = position;
  }
}

export interface FakePanel {
  readonly viewType: string;
  title: string;
  active: boolean;
  visible: boolean;
  readonly webview: { html: string; options: unknown; readonly sent: unknown[]; receive(message: unknown): void };
  dispose(): void;
}

export interface Fake {
  readonly vscode: VsCode;
  /** What was registered or created and not yet disposed of. */
  readonly alive: () => readonly string[];
  readonly commands: ReadonlyMap<string, (...args: unknown[]) => unknown>;
  readonly panels: readonly FakePanel[];
  readonly serializers: ReadonlyMap<string, vscode.WebviewPanelSerializer>;
  /** Messages shown to the user. */
  readonly shown: readonly string[];
  /** What VS Code hands to the serializer after a reload. */
  panel(viewType: string): FakePanel;
  readonly extensions: { packageJSON: unknown; id: string; extensionPath: string }[];
  readonly settings: Map<string, unknown>;
  /** What the file system holds, by path. */
  readonly files: Map<string, string>;
  /** Documents that were opened in an editor. */
  readonly documents: { readonly language: string; readonly content: string }[];
  /** What the user answers: the paths chosen in dialogs, the button pressed in messages. */
  readonly answers: { open?: string; save?: string; message?: string };
  /** What was put into the clipboard. */
  readonly copied: string[];
  /** The names that were offered for a file to be saved. */
  readonly offered: string[];
}

export function createFake(): Fake {
  const living = new Map<object, string>();
  const track = (what: string): { dispose(): void } => {
    const handle = { dispose: () => void living.delete(handle) };
    living.set(handle, what);
    return handle;
  };
  const event = (): { dispose(): void } => track('listener');
  const commands = new Map<string, (...args: unknown[]) => unknown>();
  const panels: FakePanel[] = [];
  const serializers = new Map<string, vscode.WebviewPanelSerializer>();
  const shown: string[] = [];
  const extensions: Fake['extensions'] = [];
  const settings = new Map<string, unknown>();
  const files = new Map<string, string>();
  const documents: Fake['documents'] = [];
  const answers: Fake['answers'] = {};
  const offered: string[] = [];
  const copied: string[] = [];

  const panel = (viewType: string): FakePanel => {
    // VS Code itself ends what belongs to a panel; these are not counted.
    const messages = new Set<Listener>();
    const closing = new Set<() => void>();
    const created = {
      viewType,
      title: '',
      active: true,
      visible: true,
      webview: {
        html: '',
        options: {},
        cspSource: 'https://webview.example',
        sent: [] as unknown[],
        asWebviewUri: (uri: FakeUri) => `https://webview.example${uri.path}`,
        postMessage: async (message: unknown) => {
          created.webview.sent.push(message);
          return true;
        },
        onDidReceiveMessage: (listener: Listener) => {
          messages.add(listener);
          return { dispose: () => messages.delete(listener) };
        },
        receive: (message: unknown) => messages.forEach((listener) => listener(message)),
      },
      reveal: () => undefined,
      onDidDispose: (listener: () => void) => {
        closing.add(listener);
        return { dispose: () => closing.delete(listener) };
      },
      dispose: () => [...closing].forEach((listener) => listener()),
    };
    panels.push(created);
    return created;
  };

  const log = { ...track('output channel'), trace: no, debug: no, info: no, warn: no, error: no, show: no };
  const show = async (text: string): Promise<string | undefined> => {
    shown.push(text);
    return answers.message;
  };
  const vscode = {
    EventEmitter: class extends EventEmitter {
      constructor() {
        super(track);
      }
    },
    Uri: FakeUri,
    TreeItem,
    ThemeIcon,
    ThemeColor: class {},
    MarkdownString,
    Position,
    Range: class {},
    Location,
    RelativePattern: class {},
    TestMessage,
    TestMessageStackFrame,
    TestTag: class {},
    CancellationError: class extends Error {},
    ProgressLocation: { Notification: 15 },
    ViewColumn: { Active: -1, Beside: -2 },
    TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
    TestRunProfileKind: { Run: 1, Debug: 2, Coverage: 3 },
    env: { language: 'en', uriScheme: 'vscode', clipboard: { writeText: async (text: string) => void copied.push(text) } },
    l10n: { t: (text: string, ...values: unknown[]) => text.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])) },
    commands: {
      registerCommand: (id: string, handler: (...args: unknown[]) => unknown) => {
        commands.set(id, handler);
        return track(`command ${id}`);
      },
      executeCommand: async () => undefined,
    },
    window: {
      createOutputChannel: () => log,
      createTreeView: () => track('tree view'),
      registerWebviewPanelSerializer: (viewType: string, serializer: vscode.WebviewPanelSerializer) => {
        serializers.set(viewType, serializer);
        return track('serializer');
      },
      registerUriHandler: () => track('URI handler'),
      createWebviewPanel: (viewType: string) => panel(viewType),
      onDidChangeWindowState: event,
      showErrorMessage: show,
      showWarningMessage: show,
      showInformationMessage: show,
      showOpenDialog: async () => (answers.open === undefined ? undefined : [FakeUri.file(answers.open)]),
      showSaveDialog: async ({ defaultUri }: { defaultUri: FakeUri }) => {
        offered.push(defaultUri.path.split('/').at(-1) ?? '');
        return answers.save === undefined ? undefined : FakeUri.file(answers.save);
      },
      withProgress: async (_: unknown, task: (progress: unknown, token: { isCancellationRequested: boolean }) => Promise<unknown>) => task({}, { isCancellationRequested: false }),
      showTextDocument: async (document: Fake['documents'][number]) => void documents.push(document),
    },
    workspace: {
      isTrusted: true,
      workspaceFolders: undefined,
      textDocuments: [],
      getConfiguration: (section: string) => ({ get: (name: string, fallback: unknown) => settings.get(`${section}.${name}`) ?? fallback }),
      onDidChangeConfiguration: event,
      onDidSaveTextDocument: event,
      onDidOpenTextDocument: event,
      onDidChangeTextDocument: event,
      onDidCloseTextDocument: event,
      onDidRenameFiles: event,
      onDidChangeWorkspaceFolders: event,
      createFileSystemWatcher: () => ({ ...track('watcher'), onDidCreate: event, onDidChange: event, onDidDelete: event }),
      openTextDocument: async (document: Fake['documents'][number]) => document,
      fs: {
        readFile: async ({ path }: FakeUri) => {
          const text = files.get(path);
          if (text === undefined) throw new Error(`There is no file ${path}.`);
          return new TextEncoder().encode(text);
        },
        writeFile: async ({ path }: FakeUri, content: Uint8Array) => void files.set(path, new TextDecoder().decode(content)),
      },
      asRelativePath: (uri: FakeUri) => uri.path,
    },
    languages: { createDiagnosticCollection: () => ({ ...track('diagnostics'), clear: no, set: no, delete: no }), registerCodeLensProvider: () => track('code lenses'), registerInlayHintsProvider: () => track('inlay hints') },
    extensions: {
      get all() {
        return extensions;
      },
      onDidChange: event,
      getExtension: no,
    },
    tests: {
      createTestController: () => ({
        ...track('test controller'),
        items: new Map(),
        createRunProfile: () => ({}),
        createTestItem: (id: string, label: string) => ({ id, label, children: new Map() }),
      }),
    },
  };
  return { vscode: vscode as unknown as VsCode, alive: () => [...living.values()], commands, panels, serializers, shown, panel, extensions, settings, files, documents, answers, offered, copied };
}

function no(): undefined {
  return undefined;
}

/** Global state that holds nothing else. */
export function createMemento(initial: Readonly<Record<string, unknown>> = {}) {
  const values = new Map(Object.entries(initial));
  return {
    values,
    get: (key: string) => values.get(key),
    update: async (key: string, value: unknown) => void values.set(key, value),
    keys: () => [...values.keys()],
    setKeysForSync: () => undefined,
  };
}
