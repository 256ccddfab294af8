/** Adds a folder to the setting that names the learner's packs. */
import type { VsCode } from '../host.ts';
import { readSetting, SETTINGS_SECTION } from '../settings.ts';

export async function addPackFolder(vscode: VsCode): Promise<void> {
  const { window, workspace, ConfigurationTarget, l10n } = vscode;
  const [folder] = (await window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, openLabel: l10n.t('Add Pack Folder') })) ?? [];
  if (!folder) return;
  if (folder.scheme !== 'file') throw new Error(l10n.t('A pack is read from a folder on disk, and "{0}" is not on one.', folder.toString()));
  const folders = readSetting(vscode, 'packFolders');
  if (folders.includes(folder.fsPath)) return;
  await workspace.getConfiguration(SETTINGS_SECTION).update('packFolders', [...folders, folder.fsPath], ConfigurationTarget.Global);
}
