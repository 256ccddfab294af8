/** The results that ship with the extension. */
import * as v from 'valibot';
import data from './results.json' with { type: 'json' };
import { Results } from './results.ts';

let parsed: Results | undefined;

/** @throws v.ValiError where the file is none of this version's */
export function storedResults(): Results {
  return (parsed ??= v.parse(Results, data));
}
