import tseslint from 'typescript-eslint';
import { deterministicRules } from './scripts/eslint/deterministic.js';
import rooms from './scripts/eslint/rooms-rule.ts';

/** Code whose every result must be the same on every machine. */
const deterministic = [
  'src/engine/**/*.ts',
  'src/simulations/**/*.ts',
  'src/scenario/**/*.ts',
  'src/lab/grading/**/*.ts',
  'src/lab/dsim/**/*.ts',
];

export default tseslint.config(
  // What learners and packs write follows the rules of the exercise, not ours.
  { ignores: ['dist/', '.vscode-test/', 'exercises/', 'samples/', 'test/fixtures/', 'test/bench/floors/', '**/*.d.ts', 'src/scenario/language/generated/'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { rooms },
    rules: {
      'rooms/imports': 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-constant-binary-expression': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable-loop': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // JSX's types are a namespace.
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Most objects here are closures, whose functions need no `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Event and message handlers that return promises are awaited by nobody; mistakes hide there.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // An async function that awaits nothing still turns what it throws into a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    // Only here is there an editor to talk to.
    files: ['src/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts', 'webviews/**/*.{ts,tsx}'],
    ignores: ['src/vscode/**', 'src/extension.ts', 'test/vscode/**', 'test/host/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [{ name: 'vscode', message: 'Only src/vscode, src/extension.ts and their tests may import it.' }] },
      ],
    },
  },
  // Snippets of the language server's protocol have their stops written like that.
  { files: ['src/language-server/snippets.ts'], rules: { 'no-template-curly-in-string': 'off' } },
  { files: deterministic, rules: deterministicRules },
  {
    // Command-line tools and tests talk to a terminal.
    files: ['scripts/**', 'test/**', 'src/cli/**'],
    rules: { 'no-console': 'off' },
  },
);
