/** Tells the walkthrough what the learner has achieved, through VS Code's context keys. */
import type { Progress } from '../course/progress.ts';
import type { ProgressService } from './course/progress-service.ts';
import type { Disposable } from './disposables.ts';
import type { VsCode } from './host.ts';

const KEY = 'distributedSystemsMastery.hasSolvedExercise';

export function announceMilestones(vscode: VsCode, progress: ProgressService): Disposable {
  let announced = false;
  const announce = (): void => {
    const reached = hasSolvedExercise(progress.current);
    if (reached === announced) return;
    announced = reached;
    void vscode.commands.executeCommand('setContext', KEY, reached);
  };
  announce();
  return progress.onDidChange(announce);
}

function hasSolvedExercise({ items }: Progress): boolean {
  return Object.values(items).some(({ kind, state }) => kind === 'exercise' && state === 'done');
}
