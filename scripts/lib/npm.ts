/** Installing packages into folders of their own, beside the checkout's. */
import { runQuietly } from './run.ts';

/** @param args packages, and options of `npm install` */
export function npmInstall(folder: string, ...args: readonly string[]): Promise<void> {
  const all = ['install', ...args, '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  // Inside an npm script this is the npm that runs it.
  const npm = process.env['npm_execpath'];
  return npm?.endsWith('.js') === true
    ? runQuietly(process.execPath, [npm, ...all], { cwd: folder })
    : runQuietly('npm', all, { cwd: folder, shell: process.platform === 'win32' });
}

/** The same without running any script of a package. */
export function npmInstallFiles(folder: string, ...packages: readonly string[]): Promise<void> {
  return npmInstall(folder, '--ignore-scripts', ...packages);
}
