/**
 * A run as a link: `vscode://<extension>/run?v=1&data=…`, where `data` is a stored run (src/simulations/stored-run.ts) as
 * JSON, deflated, in base64url. A link may come from anywhere: it is data alone, is bounded before and after it is
 * inflated, and is checked like a run file.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { readStoredRun, type StoredRun } from '../../simulations/stored-run.ts';

const LINK_VERSION = '1';

/** What `handleUri` gets of a link. */
export const LINK_PATH = '/run';

/** Of the data. Longer addresses are cut off by chat programs, and by the way from a browser to VS Code on Windows. */
export const MOST_CHARACTERS = 8_000;

/** Of what the data is inflated to: a short text may stand for a gigabyte. */
export const MOST_BYTES = 256 * 1024;

/**
 * @param base such as `vscode://publisher.name`
 * @returns null for a run that is too much for a link
 */
export function linkOf(base: string, run: StoredRun): string | null {
  const bytes = Buffer.from(JSON.stringify(run));
  if (bytes.length > MOST_BYTES) return null;
  const data = deflateRawSync(bytes, { level: 9 }).toString('base64url');
  return data.length > MOST_CHARACTERS ? null : `${base}${LINK_PATH}?v=${LINK_VERSION}&data=${data}`;
}

/**
 * The run of a link, by its query.
 * @throws Error that says what is wrong with it
 */
export function runOfLink(query: string): StoredRun {
  const fields = new URLSearchParams(query);
  const [version, data] = [fields.get('v'), fields.get('data')];
  if (version === null || data === null) throw new Error('The link holds no run: a part of it may have got lost.');
  if (version !== LINK_VERSION) throw new Error(`The link is of version ${version.slice(0, 20)}; this version of the extension reads version ${LINK_VERSION}.`);
  if (data.length > MOST_CHARACTERS) throw new Error(`The link is too long: its data may have ${MOST_CHARACTERS} characters, and has ${data.length}.`);
  if (!/^[\w-]+$/.test(data)) throw new Error('The link is damaged: its data has characters that are never in it.');
  return readStoredRun(parse(inflate(data)));
}

function inflate(data: string): string {
  try {
    return inflateRawSync(Buffer.from(data, 'base64url'), { maxOutputLength: MOST_BYTES }).toString('utf8');
  } catch (error) {
    const isTooMuch = error instanceof RangeError;
    throw new Error(isTooMuch ? `The link holds more than a run may take up, which is ${MOST_BYTES} bytes.` : 'The link is damaged: a part of it may have got lost.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new Error('The link is damaged: what it holds is no run.');
  }
}
