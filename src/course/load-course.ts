/**
 * Loads the packs of all sources into one course, in which each pack id stands for one pack.
 *
 * Two packs with one id and an author in common are taken for versions of one pack: the higher version is used. Where the
 * versions are equal, a folder that the user named wins over an extension's pack and that over the built-in one, so that
 * an author sees the copy being worked on.
 * Two packs with one id and no author in common are different packs, whose versions can't be compared: the built-in one
 * stays, then an extension's, then a folder's, so that a stranger can't take the place of a pack by its name.
 * Between two of one origin the root that comes first in the alphabet decides.
 *
 * The one that is not used is faulty, with a problem that says which one is used instead and what to do.
 */
import type { PackFiles } from './files.ts';
import { loadPack } from './load-pack.ts';
import type { LoadEnvironment } from './loading.ts';
import type { Pack, PackOrigin, PackResult } from './model.ts';
import { compareVersions } from './semver.ts';

export interface PackSource {
  readonly files: PackFiles;
  readonly origin: PackOrigin;
}

/** One result for each source, in the order of the sources; a root that is given twice counts once. Never rejects. */
export async function loadCourse(sources: readonly PackSource[], environment: LoadEnvironment): Promise<PackResult[]> {
  const distinct = new Map(sources.toReversed().map((source) => [source.files.root, source]));
  const inOrder = sources.filter((source) => distinct.get(source.files.root) === source);
  const results = await Promise.all(inOrder.map(({ files, origin }) => loadPack(files, origin, environment)));
  return withOnePackForEachId(results);
}

export function withOnePackForEachId(results: readonly PackResult[]): PackResult[] {
  const used = new Map<string, Pack>();
  for (const pack of candidates(results)) {
    const rival = used.get(pack.packId);
    if (!rival || replaces(pack, rival)) used.set(pack.packId, pack);
  }
  return results.map((result) => {
    const winner = result.kind === 'loaded' ? used.get(result.pack.packId) : undefined;
    return result.kind === 'loaded' && winner && winner !== result.pack ? rejected(result, winner) : result;
  });
}

const ORDER = { 'built-in': 0, extension: 1, folder: 2 } as const;

/** In an order that does not depend on that of the sources: a later one has to win its place. */
function candidates(results: readonly PackResult[]): Pack[] {
  return results
    .flatMap((result) => (result.kind === 'loaded' ? [result.pack] : []))
    .toSorted((left, right) => ORDER[left.origin.kind] - ORDER[right.origin.kind] || (left.root < right.root ? -1 : 1));
}

function replaces(pack: Pack, earlier: Pack): boolean {
  if (!areVersionsOfOnePack(pack, earlier)) return false;
  const difference = compareVersions(pack.version, earlier.version);
  return difference > 0 || (difference === 0 && pack.origin.kind !== earlier.origin.kind);
}

function areVersionsOfOnePack(left: Pack, right: Pack): boolean {
  return left.authors.some((author) => right.authors.includes(author));
}

function rejected({ pack, identityAt }: PackResult & { kind: 'loaded' }, winner: Pack): PackResult {
  const other = `"${winner.title}" ${winner.version} (${whence(winner)})`;
  const [message, remedy] = areVersionsOfOnePack(pack, winner)
    ? [
        `${other} is used instead of version ${pack.version} of the same pack here.`,
        'Remove the one that is not wanted, or give the one that is wanted the higher version.',
      ]
    : [`The id "${pack.packId}" already belongs to another pack: ${other}.`, 'Give one of the packs another id, or remove it.'];
  const problem = { packRoot: pack.root, file: 'pack.json', ...identityAt, message, remedy };
  return { kind: 'faulty', root: pack.root, title: pack.title, origin: pack.origin, problems: [problem] };
}

function whence({ origin, root }: Pack): string {
  switch (origin.kind) {
    case 'built-in':
      return 'built in';
    case 'extension':
      return `from the extension ${origin.extensionId}`;
    case 'folder':
      return `in ${root}`;
  }
}
