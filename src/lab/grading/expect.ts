import { isDeepStrictEqual } from 'node:util';
import type { Details, Expect } from './api.ts';
import { ExpectationError, show } from './failures.ts';

/** @param lastCall the export or method that was called last */
export function createExpect(lastCall: () => string | undefined): Expect {
  const fail = (message: string, details: Details = {}): never => {
    throw new ExpectationError(message, {
      expected: 'expected' in details ? show(details.expected) : undefined,
      actual: 'actual' in details ? show(details.actual) : undefined,
      at: details.at ?? lastCall(),
    });
  };
  return {
    fail,
    equal(actual, expected, message, details) {
      if (!isDeepStrictEqual(actual, expected)) fail(message, { expected, actual, ...details });
    },
    ok(condition, message, details) {
      if (!condition) fail(message, details);
    },
    shape<Value>(value: unknown, fields: Readonly<Record<string, string>>, what: string): Value {
      const right = typeof value === 'object' && value !== null && Object.entries(fields).every(([name, type]) => typeof (value as Record<string, unknown>)[name] === type);
      if (!right) fail(what, { expected: fields, actual: value });
      return value as Value;
    },
  };
}
