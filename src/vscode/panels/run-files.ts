/** Runs as files and documents: exporting one, and opening one that was stored. */
import { homedir } from 'node:os';
import type * as vscode from 'vscode';
import type { Picture } from '../../contract/space-time.ts';
import type { Exported } from '../../simulations/export/exports.ts';
import type { Session } from '../../simulations/session.ts';
import { messageOf } from '../errors.ts';
import type { VsCode } from '../host.ts';
import { breathe } from './breathe.ts';

/** Ends the name of a file that holds a run. */
const RUN_FILE = 'dsim-run.json';

/** A longer text is saved to a file at once: an editor takes long over it. */
const MOST_CHARACTERS_OF_DOCUMENT = 5_000_000;

/** The file that the user chooses; undefined if none. */
export async function chooseRunFile({ window, l10n }: VsCode): Promise<vscode.Uri | undefined> {
  const chosen = await window.showOpenDialog({ openLabel: l10n.t('Open Run'), filters: { [l10n.t('Runs')]: ['json'] } });
  return chosen?.[0];
}

/**
 * Reads a stored run and runs it again, as `replay` does.
 * @throws Error that says why it can't be opened; CancellationError where the user does not want it
 */
export async function replayFile(vscode: VsCode, file: vscode.Uri): Promise<Session> {
  const { workspace, l10n } = vscode;
  const name = nameOf(file);
  const data = parse(new TextDecoder().decode(await workspace.fs.readFile(file)));
  if (data === undefined) throw new Error(l10n.t('"{0}" is no JSON, and so no stored run.', name));
  return replay(vscode, name, data);
}

/**
 * Runs a stored run again. Where it is not what it was, the user is told why and decides.
 * @param name that the user knows it by
 * @throws as `replayFile` does
 */
export async function replay(vscode: VsCode, name: string, data: unknown): Promise<Session> {
  const { window, l10n, ProgressLocation, CancellationError } = vscode;
  const { replayRun } = await import('../../simulations/session.ts');
  const options = { location: ProgressLocation.Notification, title: l10n.t('Running "{0}" again', name), cancellable: true };
  const { session, deviation } = await window.withProgress(options, (_, token) =>
    replayRun(data, async () => {
      if (token.isCancellationRequested) throw new CancellationError();
      await breathe();
    }).catch((error: unknown) => {
      throw error instanceof CancellationError ? error : new Error(l10n.t('"{0}" can\'t be opened. {1}', name, messageOf(error)));
    }),
  );
  if (deviation === null) return session;
  const anyway = l10n.t('Open It Anyway');
  const answer = await window.showWarningMessage(l10n.t('"{0}" can\'t be repeated as it was. {1}', name, deviation), anyway);
  if (answer !== anyway) throw new CancellationError();
  return session;
}

/** Shows an export in an editor, or asks where to save it where it is a file for programs. */
export async function showExport(vscode: VsCode, { text, language, fileName }: Exported): Promise<void> {
  if (language === 'json' || text.length > MOST_CHARACTERS_OF_DOCUMENT) {
    // Nobody waits for the dialog: the panel that asked has other things to do meanwhile.
    saveExport(vscode, text, fileName).catch((error: unknown) => void vscode.window.showErrorMessage(messageOf(error)));
    return;
  }
  await showText(vscode, language, text);
}

/** In a new editor beside. */
export async function showText({ window, workspace, ViewColumn }: VsCode, language: string, content: string): Promise<void> {
  const document = await workspace.openTextDocument({ language, content });
  await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: false });
}

export function nameOf(file: vscode.Uri): string {
  return file.path.split('/').at(-1) ?? file.path;
}

/** Asks where to save a picture of a run. @param name of the file, without what its format adds */
export function savePicture(vscode: VsCode, { format, data }: Picture, name: string): void {
  const { window, l10n } = vscode;
  const bytes = format === 'png' ? Buffer.from(data, 'base64') : new TextEncoder().encode(data);
  const saved = save(vscode, bytes, `${name}.${format}`, { [l10n.t('Pictures')]: [format] });
  const announced = saved.then(async (file) => {
    const open = l10n.t('Open File');
    // An editor of text would show a PNG as garbage.
    if (file && (await window.showInformationMessage(l10n.t('The picture is saved in "{0}".', nameOf(file)), open)) === open) await vscode.commands.executeCommand('vscode.open', file);
  });
  announced.catch((error: unknown) => void window.showErrorMessage(messageOf(error)));
}

async function saveExport(vscode: VsCode, text: string, fileName: string): Promise<void> {
  const { window, l10n } = vscode;
  const filters = fileName.endsWith(RUN_FILE) ? { [l10n.t('Runs')]: [RUN_FILE, 'json'] } : {};
  const file = await save(vscode, new TextEncoder().encode(text), fileName, filters);
  if (!file) return;
  const open = l10n.t('Open File');
  const answer = await window.showInformationMessage(l10n.t('The run is saved in "{0}".', nameOf(file)), open);
  if (answer === open) await window.showTextDocument(file);
}

/** @returns the file that the user chose; undefined if none */
async function save({ window, workspace, Uri }: VsCode, bytes: Uint8Array, fileName: string, filters: Record<string, string[]>): Promise<vscode.Uri | undefined> {
  const folder = workspace.workspaceFolders?.[0]?.uri ?? Uri.file(homedir());
  const file = await window.showSaveDialog({ defaultUri: Uri.joinPath(folder, fileName), filters });
  if (file) await workspace.fs.writeFile(file, bytes);
  return file;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
