/**
 * Rules for code whose results must be the same on every machine and in every runtime: the engine, and what is computed
 * from it. Time and chance come from the run, and arithmetic from operations that IEEE 754 fixes.
 */

/** What the standard fixes bit by bit; every other function of `Math` differs between engines or is random. */
const exactMath = ['abs', 'ceil', 'clz32', 'floor', 'fround', 'imul', 'max', 'min', 'round', 'sign', 'sqrt', 'trunc'];

/** `sqrt`'s constants are fixed too, but nothing in the engine needs them. */
const inexactMath = Object.getOwnPropertyNames(Math).filter((name) => !exactMath.includes(name));

const hostGlobals = [
  'Date',
  'Intl',
  'FinalizationRegistry',
  'WeakRef',
  'console',
  'crypto',
  'performance',
  'process',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'queueMicrotask',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'global',
  'globalThis',
  'require',
  'self',
  'window',
];

const localeMethods = ['localeCompare', 'toLocaleDateString', 'toLocaleLowerCase', 'toLocaleString', 'toLocaleTimeString', 'toLocaleUpperCase'];

/** @type {import('eslint').Linter.RulesRecord} */
export const deterministicRules = {
  'no-restricted-globals': [
    'error',
    ...hostGlobals.map((name) => ({ name, message: 'A run must not depend on the machine; time, chance and output come through the context.' })),
  ],
  'no-restricted-properties': [
    'error',
    ...inexactMath.map((property) => ({
      object: 'Math',
      property,
      message: 'Its result is not the same everywhere; use src/engine/sim/math.ts or the random source.',
    })),
    ...localeMethods.map((property) => ({ property, message: 'Its result depends on the locale of the machine.' })),
  ],
  'no-restricted-syntax': [
    'error',
    {
      selector: ":matches(BinaryExpression[operator='**'], AssignmentExpression[operator='**='])",
      message: 'Powers differ between engines; multiply, or use src/engine/sim/math.ts.',
    },
    {
      selector: ":not(MemberExpression, TSTypeQuery) > Identifier[name='Math']",
      message: 'Name the function of Math where it is used, so that it can be checked.',
    },
    {
      selector: "MemberExpression[computed=true] > Identifier.object[name='Math']",
      message: 'Name the function of Math where it is used, so that it can be checked.',
    },
  ],
};
