/** What came of scenarios when they were run last, for as long as their text stays the same: shown at their claims. */
import type * as vscode from 'vscode';
import type { SceneFailure } from '../../engine/scene/scene-run.ts';
import type { Scene } from '../../engine/scene/scene.ts';
import type { Span } from '../../scenario/problem.ts';
import { Disposables, type Disposable } from '../disposables.ts';
import type { VsCode } from '../host.ts';
import { LANGUAGE } from './files.ts';

/** One thing that did not go, in the trial with the lowest seed. */
export interface FoundFailure {
  readonly seed: number;
  /** Its place among the failures of that trial. */
  readonly position: number;
  readonly failure: SceneFailure;
  /** In so many trials. */
  readonly count: number;
}

/** Of a claim; or of what a scenario does not claim and which went wrong all the same. */
export interface Mark {
  /** In the text. */
  readonly at: Span;
  /** Null where it holds. */
  readonly found: FoundFailure | null;
}

export interface ScenarioResult {
  readonly file: vscode.Uri;
  readonly text: string;
  readonly scene: Scene;
  readonly trials: number;
  /** By the ids of the Testing view's items. */
  readonly marks: ReadonlyMap<string, Mark>;
}

/** A failure that can be opened. */
export interface OpenableFailure {
  readonly scene: Scene;
  readonly found: FoundFailure;
}

export class ScenarioResults implements Disposable {
  readonly #vscode: VsCode;
  readonly #disposables = new Disposables();
  readonly #changed: vscode.EventEmitter<void>;
  readonly #results = new Map<string, ScenarioResult>();

  /** @param openCommand opens the failing run of the item whose id it is given */
  constructor(vscode: VsCode, openCommand: string) {
    this.#vscode = vscode;
    this.#changed = this.#disposables.add(new vscode.EventEmitter<void>());
    this.#disposables.add(
      vscode.languages.registerInlayHintsProvider(
        { language: LANGUAGE },
        { onDidChangeInlayHints: this.#changed.event, provideInlayHints: (document, range) => this.#hints(document, range, openCommand) },
      ),
    );
  }

  set(result: ScenarioResult): void {
    this.#results.set(result.file.toString(), result);
    this.#changed.fire();
  }

  /** Of an item; undefined where it did not fail. */
  failureOf(id: string): OpenableFailure | undefined {
    for (const { scene, marks } of this.#results.values()) {
      const found = marks.get(id)?.found;
      if (found) return { scene, found };
    }
    return undefined;
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #hints(document: vscode.TextDocument, range: vscode.Range, openCommand: string): vscode.InlayHint[] {
    const result = this.#results.get(document.uri.toString());
    if (result?.text !== document.getText()) return [];
    return [...result.marks].flatMap(([id, { at, found }]) => {
      // At the end of its line VS Code's own message would cover what fails.
      const position = document.positionAt(found ? at.start : at.end);
      if (!range.contains(position)) return [];
      return [this.#hint(position, id, found, result.trials, openCommand)];
    });
  }

  #hint(position: vscode.Position, id: string, found: FoundFailure | null, trials: number, openCommand: string): vscode.InlayHint {
    const { InlayHint, MarkdownString, l10n } = this.#vscode;
    const hint = new InlayHint(position, found ? `✗ ${failsIn(this.#vscode, found)}` : `✓ ${holdsIn(this.#vscode, trials)}`);
    hint.paddingLeft = !found;
    hint.paddingRight = Boolean(found);
    const tooltip = new MarkdownString();
    if (found) {
      tooltip.appendText(`${found.failure.why} ${l10n.t('It fails with {0} of {1} seeds.', found.count, trials)}`);
      tooltip.isTrusted = { enabledCommands: [openCommand] };
      tooltip.appendMarkdown(`\n\n[${l10n.t('Open the failing run')}](command:${openCommand}?${encodeURIComponent(JSON.stringify([id]))})`);
    } else {
      tooltip.appendText(l10n.t('It held in every run of this text.'));
    }
    hint.tooltip = tooltip;
    return hint;
  }
}

function holdsIn({ l10n }: VsCode, trials: number): string {
  return trials === 1 ? l10n.t('holds with its seed') : l10n.t('holds with {0} seeds', trials);
}

export function failsIn({ l10n }: VsCode, { seed, failure: { time } }: FoundFailure): string {
  return l10n.t('fails with seed {0} at {1} s', seed, (time / 1_000_000).toFixed(2));
}
