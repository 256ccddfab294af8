/** A place on disk of its own for each window that a test opens. */
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, inProject } from '../../scripts/lib/project.ts';

export const fixturesFolder = inProject('test/fixtures/workspaces');

export interface TestPlace {
  /** Everything below; removed by `remove`. */
  readonly folder: string;
  /** For the server's own data. */
  readonly dataFolder: string;
  /** A copy of the fixture, or undefined where no workspace is wanted. */
  readonly workspace: string | undefined;
  remove(): Promise<void>;
}

/** @param fixture a folder or a .code-workspace file below test/fixtures/workspaces; null for an empty window. */
export async function createPlace(fixture: string | null): Promise<TestPlace> {
  await mkdir(path.join(cacheFolder, 'runs'), { recursive: true });
  const folder = await mkdtemp(path.join(cacheFolder, 'runs', 'run-'));
  return {
    folder,
    dataFolder: path.join(folder, 'data'),
    workspace: fixture === null ? undefined : await copyFixture(fixture, path.join(folder, 'workspace')),
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** A .code-workspace file comes with all that is beside it, since its folders are relative to it. */
async function copyFixture(fixture: string, target: string): Promise<string> {
  const isFile = fixture.endsWith('.code-workspace');
  const source = path.join(fixturesFolder, fixture);
  await cp(isFile ? path.dirname(source) : source, target, { recursive: true });
  return isFile ? path.join(target, path.basename(fixture)) : target;
}
