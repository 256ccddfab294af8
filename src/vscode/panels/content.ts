/** What a kind of panel provides; opening, restoring and talking to the webview are the same for all (manager.ts). */
import type * as vscode from 'vscode';
import type * as v from 'valibot';
import type { PanelContract } from '../../contract/protocol.ts';
import type { Disposable } from '../disposables.ts';
import type { PanelModel } from './channel.ts';

/** What one open panel shows. */
export interface PanelContent<C extends PanelContract> extends PanelModel<C>, Disposable {
  readonly title: string;
  /** Fires when what is shown changed by something else than a request of the webview. */
  readonly onDidChange: vscode.Event<unknown>;
  /** Folders that the webview may load from, besides that of the bundles. */
  readonly resourceRoots: readonly vscode.Uri[];
  /** Called when the panel is asked for while it is open. @throws Error, in words for the user */
  askedAgain?(): Promise<void>;
}

export interface PanelKind<C extends PanelContract, Subject> {
  /** Names the bundle in dist/webviews, the icon, and the view type. */
  readonly name: 'simulation' | 'lesson' | 'questions' | 'plots';
  readonly contract: C;
  /** Whether the bundle draws diagrams (webviews/README.md). */
  readonly drawsDiagrams: boolean;
  /** What the panel is about, as plain data. */
  readonly subject: v.GenericSchema<unknown, Subject>;
  /**
   * @param saved what `restoreData` gave before a window reload; undefined for a fresh panel
   * @throws Error, in words for the user, where the subject can't be shown or `saved` can't be taken up
   */
  open(subject: Subject, saved: unknown, webview: vscode.Webview): Promise<PanelContent<C>>;
  /** Lets the user choose what to open; offered in place of a panel that can't be restored. */
  choose(): Promise<void>;
}

export function viewType(name: PanelKind<PanelContract, unknown>['name']): string {
  return `distributedSystemsMastery.${name}`;
}
