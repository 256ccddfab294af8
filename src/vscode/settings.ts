/** Every setting: its name and type. Scope, order and description are in the manifest; a test compares the two. */
import type { VsCode } from './host.ts';

export const SETTINGS_SECTION = 'distributedSystemsMastery';

/** Names, each with the value that it has where the user set none. */
export const settingDefaults = {
  /** Folders that hold packs. Only read from the user's and the machine's settings: packs carry code. */
  packFolders: [] as readonly string[],
  /** Multiplies the time limit of every exercise, for a slow machine. */
  timeLimitFactor: 1,
};
export type Settings = typeof settingDefaults;

export function readSetting<Name extends keyof Settings>(vscode: VsCode, name: Name): Settings[Name] {
  return vscode.workspace.getConfiguration(SETTINGS_SECTION).get<Settings[Name]>(name, settingDefaults[name]);
}

export function settingId(name: keyof Settings): string {
  return `${SETTINGS_SECTION}.${name}`;
}
