/** Numbers, times and shares as a scenario writes them, and text in quotes. */
import type { Micros } from '../engine/sim/time.ts';

export type Unit = 'number' | 'duration' | 'probability';

export interface Amount {
  readonly unit: Unit;
  /** Durations are in microseconds, probabilities in [0, 1]. */
  readonly value: number;
}

/** Powers of ten by which a number before the sign is shifted, and what it is multiplied by after that. */
const SIGNS: Readonly<Record<string, readonly [unit: Unit, shift: number, times: number]>> = {
  '': ['number', 0, 1],
  '%': ['probability', -2, 1],
  us: ['duration', 0, 1],
  ms: ['duration', 3, 1],
  s: ['duration', 6, 1],
  min: ['duration', 6, 60],
};

/** @param text a token DURATION, PERCENT or NUMBER */
export function readAmount(text: string): Amount {
  const [, digits = '', exponent = '0', sign = ''] = /^(-?[\d.]+)(?:e([+-]?\d+))?(\D*)$/.exec(text) ?? [];
  const [unit, shift, times] = SIGNS[sign] ?? ['number', 0, 1];
  // The shift is made in the text: a product of floating-point numbers would be rounded twice.
  return { unit, value: Number(`${digits}e${Number(exponent) + shift}`) * times };
}

/** In the greatest unit that leaves a whole: `1.204s`, `15ms`, `0s`. */
export function writeDuration(time: Micros): string {
  const size = Math.abs(time);
  if (!Number.isSafeInteger(time) || (size > 0 && size < 1_000)) return `${time}us`;
  const [unit, places, sign] = size > 0 && size < 1_000_000 ? [1_000, 3, 'ms'] as const : [1_000_000, 6, 's'] as const;
  const fraction = String(size % unit).padStart(places, '0').replace(/0+$/, '');
  return `${time < 0 ? '-' : ''}${Math.floor(size / unit)}${fraction === '' ? '' : `.${fraction}`}${sign}`;
}

/** A share where it is exactly one, else the number itself. */
export function writeProbability(probability: number): string {
  const share = `${Number((probability * 100).toPrecision(15))}%`;
  return readAmount(share).value === probability ? share : String(probability);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '"': '"', "'": "'", '\\': '\\', '/': '/' };

/** @param text a token TEXT or QUOTED @throws SyntaxError that names an escape which means nothing */
export function readText(text: string): string {
  return text.slice(1, -1).replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (found, code: string | undefined, letter: string) => {
    const meant = code === undefined ? ESCAPES[letter] : String.fromCharCode(parseInt(code, 16));
    if (meant === undefined) throw new SyntaxError(`"${found}" means nothing in text: there are \\n, \\t, \\", \\\\ and \\u with four digits.`);
    return meant;
  });
}

export function writeText(text: string): string {
  return JSON.stringify(text);
}

/** A name in single quotes. */
export function writeQuoted(name: string): string {
  return `'${JSON.stringify(name).slice(1, -1).replaceAll("'", "\\'")}'`;
}
