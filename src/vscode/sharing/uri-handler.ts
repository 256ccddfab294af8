/** Opens what a link brings, once the user has agreed: anyone can write a link. */
import type * as vscode from 'vscode';
import { messageOf } from '../errors.ts';
import type { VsCode } from '../host.ts';
import type { SimulationSubject } from '../panels/simulation.ts';

const MOST_CHARACTERS_SHOWN = 400;

/** @param open shows a run in a panel */
export function uriHandler(vscode: VsCode, open: (subject: SimulationSubject) => Promise<void>): vscode.UriHandler {
  return {
    handleUri: async (uri) => {
      try {
        await handle(vscode, uri, open);
      } catch (error) {
        if (!(error instanceof vscode.CancellationError)) void vscode.window.showErrorMessage(shortened(messageOf(error)));
      }
    },
  };
}

/** What is wrong with a link may quote it. */
function shortened(text: string): string {
  return text.length > MOST_CHARACTERS_SHOWN ? `${text.slice(0, MOST_CHARACTERS_SHOWN)}…` : text;
}

async function handle({ window, l10n }: VsCode, { path, query }: vscode.Uri, open: (subject: SimulationSubject) => Promise<void>): Promise<void> {
  const [{ LINK_PATH, runOfLink }, { simulationOfType }] = await Promise.all([import('./run-link.ts'), import('../../simulations/registry.ts')]);
  if (path !== LINK_PATH) throw new Error(l10n.t('The link leads to nothing that this version of the extension knows.'));
  const run = runOfLink(query);
  const { title } = simulationOfType(run.session.type);
  const answer = l10n.t('Open Run');
  const question = l10n.t('A link wants to open a run of the simulation "{0}". Open it?', title);
  const detail = l10n.t('It holds a run\'s parameters and what befalls it, and no code. Nothing is written to your disk.');
  if ((await window.showInformationMessage(question, { modal: true, detail }, answer)) !== answer) return;
  await open({ shared: { title, run } });
}
