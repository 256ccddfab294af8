/** Carries out a scenario, and opens its run in a simulation panel. */
import type * as vscode from 'vscode';
import type { Scene } from '../../engine/scene/scene.ts';
import type { VsCode } from '../host.ts';
import { breathe } from '../panels/breathe.ts';
import type { PlayedScenario, SimulationSubject } from '../panels/simulation.ts';

/** Steps in a slice: some milliseconds' worth. */
const SLICE = 500;

/**
 * Of a file.
 * @throws as `scenarioDocument` and `playScenario` do
 */
export async function scenarioSubject(vscode: VsCode, file: vscode.Uri | undefined): Promise<SimulationSubject> {
  const document = await scenarioDocument(vscode, file);
  return { scenario: await playScenario(vscode, document.getText()) };
}

/**
 * @param file the scenario's; the active editor's where it is left out
 * @throws Error, in words for the user, where there is no scenario
 */
export async function scenarioDocument({ window, workspace, l10n }: VsCode, file: vscode.Uri | undefined): Promise<vscode.TextDocument> {
  const document = file ? await workspace.openTextDocument(file) : window.activeTextEditor?.document;
  if (document?.languageId !== 'dsim') throw new Error(l10n.t('Open a scenario (.dsim) first.'));
  return document;
}

/**
 * With the first of its seeds.
 * @throws Error, in words for the user, where the text has errors
 */
export async function playScenario(vscode: VsCode, text: string): Promise<PlayedScenario> {
  const [scene, { SceneRun }, { stageFor }, { sessionOf }, { sceneView }] = await Promise.all([
    compileScenario(vscode, text),
    import('../../engine/scene/scene-run.ts'),
    import('../../simulations/stage.ts'),
    import('../../scenario/session.ts'),
    import('../../scenario/moments.ts'),
  ]);
  const seed = scene.seeds.first;
  const run = new SceneRun(scene, stageFor(scene, seed), seed);
  for (let steps = 1; run.advance(); steps++) if (steps % SLICE === 0) await breathe();
  return { title: scene.title, scene: sceneView(scene, run), session: sessionOf(scene, seed, run) };
}

/** @throws Error, in words for the user, where the text has errors */
export async function compileScenario({ l10n }: VsCode, text: string): Promise<Scene> {
  const [{ compile }, { describeProblem }] = await Promise.all([import('../../scenario/compile/compile.ts'), import('../../scenario/problem.ts')]);
  const { scene, problems } = compile(text);
  if (!scene) throw new Error(l10n.t('This scenario can not be carried out: {0}', problems.map((problem) => describeProblem(text, problem)).join(' ')));
  return scene;
}
