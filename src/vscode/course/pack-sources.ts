/** Where packs come from: the extension itself, folders named in the settings, and other extensions. */
import { homedir } from 'node:os';
import path from 'node:path';
import type * as vscode from 'vscode';
import * as v from 'valibot';
import type { PackOrigin, PackResult } from '../../course/model.ts';
import type { VsCode } from '../host.ts';
import { readSetting, settingId } from '../settings.ts';

/** The key under `contributes` by which an extension's manifest names the packs that it brings. */
export const CONTRIBUTION_POINT = 'distributedSystemsPacks';

const Contribution = v.array(v.object({ path: v.string() }));

/** A folder that is, or holds, packs. */
export interface PackPlace {
  readonly folder: string;
  readonly origin: PackOrigin;
}

export interface PackPlaces {
  readonly places: readonly PackPlace[];
  /** What was named but can't be looked at. */
  readonly faulty: readonly PackResult[];
}

export function packPlaces(vscode: VsCode, extension: Pick<vscode.ExtensionContext, 'extensionPath'>): PackPlaces {
  const found = [
    { places: [{ folder: path.join(extension.extensionPath, 'exercises'), origin: { kind: 'built-in' } }], faulty: [] } satisfies PackPlaces,
    ...vscode.extensions.all.map(contributedPlaces),
    ...readSetting(vscode, 'packFolders').map((folder) => folderPlace(folder)),
  ];
  return { places: found.flatMap(({ places }) => places), faulty: found.flatMap(({ faulty }) => faulty) };
}

/** Only the manifest is read: a pack is content, so the extension that brings it needs no code and is not activated. */
function contributedPlaces({ id, extensionPath, packageJSON }: Pick<vscode.Extension<unknown>, 'id' | 'extensionPath' | 'packageJSON'>): PackPlaces {
  const contributed: unknown = (packageJSON as { contributes?: Record<string, unknown> }).contributes?.[CONTRIBUTION_POINT];
  if (contributed === undefined) return { places: [], faulty: [] };
  const origin: PackOrigin = { kind: 'extension', extensionId: id };
  const parsed = v.safeParse(Contribution, contributed);
  const folders = parsed.success ? parsed.output.map((entry) => path.resolve(extensionPath, entry.path)) : [];
  if (!parsed.success || folders.some((folder) => !isInside(extensionPath, folder))) {
    const problem = {
      message: `"contributes.${CONTRIBUTION_POINT}" is not a list of folders of this extension.`,
      remedy: 'Write [{ "path": "./packs/my-pack" }], with paths that stay inside the extension.',
    };
    return { places: [], faulty: [faulty(extensionPath, id, origin, 'package.json', problem)] };
  }
  return { places: folders.map((folder) => ({ folder, origin })), faulty: [] };
}

function folderPlace(named: string): PackPlaces {
  const folder = named.startsWith('~/') ? path.join(homedir(), named.slice(2)) : named;
  const origin: PackOrigin = { kind: 'folder', folder };
  if (path.isAbsolute(folder)) return { places: [{ folder, origin }], faulty: [] };
  const problem = {
    message: `The setting ${settingId('packFolders')} names "${named}", which is no absolute path.`,
    remedy: 'Write the whole path of the folder, or one that starts with "~/".',
  };
  return { places: [], faulty: [faulty(named, named, origin, '', problem)] };
}

function faulty(root: string, title: string, origin: PackOrigin, file: string, problem: { message: string; remedy: string }): PackResult {
  return { kind: 'faulty', root, title, origin, problems: [{ packRoot: root, file, line: 1, column: 1, ...problem }] };
}

function isInside(folder: string, candidate: string): boolean {
  const relative = path.relative(folder, candidate);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
