/**
 * The windows in which the host tests run, each in a VS Code of its own. The runner reads this list outside VS Code to
 * set the window up, and the test bundle reads it inside to find its suites.
 */

export interface Scenario {
  readonly name: string;
  /** A folder or a .code-workspace file below test/fixtures/workspaces, of which each run gets a copy; null for an empty window. */
  readonly workspace: string | null;
  readonly trusted: boolean;
  /** Machine-scoped settings. `fixtures` is the absolute path of test/fixtures. */
  readonly settings?: (fixtures: string) => Readonly<Record<string, unknown>>;
  /** Extensions to install beside ours: folders below test/fixtures/extensions. */
  readonly extensions?: readonly string[];
  /** Imports the suites, which register themselves with Mocha. */
  readonly suites: () => Promise<unknown>;
}

/** A tiny pack and a broken one. */
const packs = (fixtures: string) => ({ 'distributedSystemsMastery.packFolders': [`${fixtures}/packs`] });

export const scenarios: readonly Scenario[] = [
  {
    name: 'default',
    workspace: 'empty',
    trusted: true,
    settings: packs,
    extensions: ['pack-extension'],
    suites: async () => {
      await import('./smoke.test.ts');
      await import('./activation.test.ts');
      await import('./tree.test.ts');
      await import('./packs.test.ts');
      await import('./panels.test.ts');
      await import('./dsim.test.ts');
      await import('./scenario-testing.test.ts');
      await import('./exercises.test.ts');
      await import('./leak.test.ts');
    },
  },
  { name: 'two-folders', workspace: 'two-folders/two-folders.code-workspace', trusted: true, settings: packs, suites: () => import('./two-folders.test.ts') },
  { name: 'no-folder', workspace: null, trusted: true, settings: packs, suites: () => import('./no-folder.test.ts') },
  { name: 'restricted', workspace: 'empty', trusted: false, settings: packs, suites: () => import('./restricted.test.ts') },
  {
    name: 'activation-time',
    workspace: 'empty',
    trusted: true,
    extensions: ['warm-up', 'empty'],
    suites: () => import('./activation-time.test.ts'),
  },
];
