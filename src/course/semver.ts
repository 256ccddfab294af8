/** Versions of packs and of the engine: three numbers, compared number by number; no pre-releases. */

type Version = readonly [major: number, minor: number, patch: number];

/** @throws RangeError for what is no version */
export function parseVersion(version: string): Version {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  if (!match) throw new RangeError(`"${version}" is not a version such as 1.4.0.`);
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** Negative where `left` is the lower one, 0 where they are equal. */
export function compareVersions(left: string, right: string): number {
  return compare(parseVersion(left), parseVersion(right));
}

/**
 * Whether a version is in a range: `^1.2.3` (up to the next version that may break: of the first number that is not 0),
 * `>=1.2.3` or `>=1.2.3 <2.0.0`.
 * @throws RangeError for what is no version or no range
 */
export function satisfies(version: string, range: string): boolean {
  const candidate = parseVersion(version);
  if (range.startsWith('^')) {
    const lowest = parseVersion(range.slice(1));
    return compare(candidate, lowest) >= 0 && compare(candidate, nextBreaking(lowest)) < 0;
  }
  const match = /^>=(\S+)(?: <(\S+))?$/.exec(range);
  if (!match?.[1]) throw new RangeError(`"${range}" is not a range such as ^0.1.0 or >=0.1.0 <0.3.0.`);
  return compare(candidate, parseVersion(match[1])) >= 0 && (match[2] === undefined || compare(candidate, parseVersion(match[2])) < 0);
}

function nextBreaking([major, minor, patch]: Version): Version {
  if (major > 0) return [major + 1, 0, 0];
  if (minor > 0) return [0, minor + 1, 0];
  return [0, 0, patch + 1];
}

function compare(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
