/** Opens panels, one for each subject, and brings them back after a window reload. */
import type * as vscode from 'vscode';
import * as v from 'valibot';
import type { PanelContract } from '../../contract/protocol.ts';
import { Disposables, type Disposable } from '../disposables.ts';
import { messageOf } from '../errors.ts';
import type { VsCode } from '../host.ts';
import { Channel } from './channel.ts';
import { viewType, type PanelContent, type PanelKind } from './content.ts';
import { renderNotice, renderShell } from './shell.ts';

/** What a webview keeps across a reload of the window. Another version of it counts as unreadable. */
const RESTORE_VERSION = 1;
const RestoreData = v.object({ version: v.literal(RESTORE_VERSION), subject: v.unknown(), saved: v.unknown() });

export interface PanelEnvironment {
  readonly vscode: VsCode;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

interface OpenPanel<C extends PanelContract, Subject> {
  readonly subject: Subject;
  readonly content: PanelContent<C>;
  readonly panel: vscode.WebviewPanel;
  /** What serves the webview. */
  readonly service: Disposable;
}

export class PanelManager<C extends PanelContract, Subject> implements Disposable {
  readonly #environment: PanelEnvironment;
  readonly #kind: PanelKind<C, Subject>;
  readonly #open = new Map<string, OpenPanel<C, Subject>>();
  readonly #opening = new Map<string, Promise<void>>();
  readonly #disposables = new Disposables();

  constructor(environment: PanelEnvironment, kind: PanelKind<C, Subject>) {
    this.#environment = environment;
    this.#kind = kind;
    this.#disposables.add(
      environment.vscode.window.registerWebviewPanelSerializer(viewType(kind.name), {
        deserializeWebviewPanel: (panel, restored) => this.#restore(panel, restored),
      }),
    );
  }

  /** The subject of the panel that has the focus, if one of this kind does. */
  get activeSubject(): Subject | undefined {
    return [...this.#open.values()].find(({ panel }) => panel.active)?.subject;
  }

  /** The panels that are open now. */
  get panels(): readonly vscode.WebviewPanel[] {
    return [...this.#open.values()].map(({ panel }) => panel);
  }

  /** Shows the subject's panel: the one that is open, else a new one. @throws as `PanelKind.open` and `PanelContent.askedAgain` do */
  async open(wanted: Subject, column: vscode.ViewColumn): Promise<void> {
    // A tree node, say, has more fields than its name; they would get into the key.
    const subject = v.parse(this.#kind.subject, wanted);
    const key = keyOf(subject);
    const known = this.#open.get(key);
    if (known) {
      known.panel.reveal();
      await known.content.askedAgain?.();
      return;
    }
    // A double click asks twice.
    const opening = this.#opening.get(key) ?? this.#create(subject, column).finally(() => this.#opening.delete(key));
    this.#opening.set(key, opening);
    await opening;
  }

  async #create(subject: Subject, column: vscode.ViewColumn): Promise<void> {
    const { vscode } = this.#environment;
    const panel = vscode.window.createWebviewPanel(viewType(this.#kind.name), '', column, { enableScripts: true, localResourceRoots: [] });
    try {
      await this.#fill(panel, subject, undefined);
    } catch (error) {
      panel.dispose();
      throw error;
    }
  }

  /** Leaves the panels themselves to VS Code: closed here, they would be gone after a window reload. */
  dispose(): void {
    this.#disposables.dispose();
    for (const { service } of this.#open.values()) service.dispose();
    this.#open.clear();
  }

  /** Never rejects: VS Code would leave an empty panel behind. */
  async #restore(panel: vscode.WebviewPanel, restored: unknown): Promise<void> {
    const data = v.safeParse(RestoreData, restored);
    const subject = v.safeParse(this.#kind.subject, data.success ? data.output.subject : undefined);
    if (!data.success || !subject.success) {
      this.#abandon(panel, this.#environment.vscode.l10n.t('What it showed was not stored in a way that this version can read.'));
      return;
    }
    try {
      await this.#fill(panel, subject.output, data.output.saved);
    } catch (error) {
      await this.#startAfresh(panel, subject.output, messageOf(error));
    }
  }

  async #startAfresh(panel: vscode.WebviewPanel, subject: Subject, reason: string): Promise<void> {
    const { vscode, log } = this.#environment;
    try {
      await this.#fill(panel, subject, undefined);
      log.warn(`A ${this.#kind.name} panel was opened afresh: ${reason}`);
      void vscode.window.showWarningMessage(vscode.l10n.t('"{0}" could not be brought back as it was, and starts afresh. {1}', panel.title, reason));
    } catch (error) {
      this.#abandon(panel, messageOf(error));
    }
  }

  #abandon(panel: vscode.WebviewPanel, reason: string): void {
    const { vscode, log } = this.#environment;
    const title = vscode.l10n.t('This panel could not be brought back');
    panel.title = title;
    panel.webview.options = { enableScripts: false, localResourceRoots: [] };
    panel.webview.html = renderNotice(vscode.env.language, title, reason);
    log.warn(`A ${this.#kind.name} panel could not be restored: ${reason}`);
    const fresh = vscode.l10n.t('Open Another');
    void vscode.window.showWarningMessage(`${title}. ${reason}`, fresh).then((choice) => {
      if (choice === fresh) {
        panel.dispose();
        void this.#kind.choose();
      }
    });
  }

  async #fill(panel: vscode.WebviewPanel, subject: Subject, saved: unknown): Promise<void> {
    const { vscode, extensionUri, log } = this.#environment;
    const content = await this.#kind.open(subject, saved, panel.webview);
    const service = new Disposables();
    const key = keyOf(subject);
    const bundles = vscode.Uri.joinPath(extensionUri, 'dist', 'webviews');
    const icons = vscode.Uri.joinPath(extensionUri, 'media', 'panels');
    panel.title = content.title;
    panel.iconPath = {
      light: vscode.Uri.joinPath(icons, `${this.#kind.name}-light.svg`),
      dark: vscode.Uri.joinPath(icons, `${this.#kind.name}-dark.svg`),
    };
    // Set on restored panels too: what was stored names the folder of the version that had opened them.
    panel.webview.options = { enableScripts: true, localResourceRoots: [bundles, ...content.resourceRoots] };
    service.add(content);
    const channel = service.add(this.#channel(panel, subject, content, bundles));
    // A hidden webview does not exist; it asks for the state itself when it is shown again.
    service.add(content.onDidChange(() => (panel.visible ? channel.pushState() : undefined)));
    const open: OpenPanel<C, Subject> = { subject, content, panel, service };
    service.add(
      panel.onDidDispose(() => {
        if (this.#open.get(key) === open) this.#open.delete(key);
        service.dispose();
      }),
    );
    this.#open.set(key, open);
    this.#load(panel, content, bundles);
    log.debug(`Opened the ${this.#kind.name} panel "${content.title}".`);
  }

  #channel(panel: vscode.WebviewPanel, subject: Subject, content: PanelContent<C>, bundles: vscode.Uri): Channel<C> {
    const { vscode, log } = this.#environment;
    let hasReloaded = false;
    return new Channel<C>({
      contract: this.#kind.contract,
      port: panel.webview,
      model: {
        state: () => content.state(),
        methods: content.methods,
        restoreData: () => ({ version: RESTORE_VERSION, subject, saved: content.restoreData() }),
      },
      onVersionMismatch: (version) => {
        log.warn(`A ${this.#kind.name} panel speaks version ${version} of the contract.`);
        if (hasReloaded) void vscode.window.showErrorMessage(vscode.l10n.t('"{0}" belongs to another version of the extension. Reload the window.', content.title));
        else this.#load(panel, content, bundles);
        hasReloaded = true;
      },
      warn: (message) => log.warn(message),
    });
  }

  /** Loads, or loads again, the bundle into the webview. */
  #load({ webview }: vscode.WebviewPanel, { title }: PanelContent<C>, bundles: vscode.Uri): void {
    const { vscode } = this.#environment;
    const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(bundles, file)).toString();
    webview.html = renderShell({
      title,
      language: vscode.env.language,
      script: address(`${this.#kind.name}.js`),
      style: address(`${this.#kind.name}.css`),
      diagramScript: this.#kind.drawsDiagrams ? address('diagram.js') : undefined,
      cspSource: webview.cspSource,
    });
  }
}

function keyOf(subject: unknown): string {
  return JSON.stringify(subject);
}
