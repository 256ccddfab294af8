/**
 * Plain data as a text that is equal for equal data and for no other: objects with their fields in order of name, maps and
 * sets in order of their members' texts, since neither order means anything.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return `@${value.description ?? ''}`;
    case 'function':
      throw new TypeError('A process keeps a function in its state, which can not be compared: keep plain data there.');
    case 'object':
      return value === null ? 'null' : canonicalObject(value);
  }
}

function canonicalObject(value: object): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (ArrayBuffer.isView(value)) return `<${Array.from(value as Int32Array).join()}>`;
  if (value instanceof Map) return `M{${[...value].map(([key, item]) => `${canonical(key)}:${canonical(item)}`).sort().join()}}`;
  if (value instanceof Set) return `S{${[...value].map(canonical).sort().join()}}`;
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`)
    .join()}}`;
}
