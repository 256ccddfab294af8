/** Type-checks every TypeScript project of the checkout: the root's, the engine's without Node, the webviews' with a DOM, and so on. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { inProject, root } from './lib/project.ts';
import { run } from './lib/run.ts';

const tsc = inProject('node_modules/typescript/bin/tsc');
const ignored = new Set(['node_modules', 'dist', '.vscode-test', 'fixtures']);

const projects = globSync('**/tsconfig.json', { cwd: root, exclude: (name) => ignored.has(path.basename(name)) }).sort();
const exitCodes = await Promise.all(projects.map((project) => run(process.execPath, [tsc, '--project', project])));
process.exitCode = exitCodes.every((code) => code === 0) ? 0 : 1;
