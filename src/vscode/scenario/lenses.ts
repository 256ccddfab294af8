/** What can be done with a scenario, above it. */
import type * as vscode from 'vscode';
import { commandOf } from '../commands.ts';
import type { VsCode } from '../host.ts';
import { LANGUAGE } from './files.ts';

export function scenarioLenses({ languages, CodeLens, Range, l10n }: VsCode): vscode.Disposable {
  return languages.registerCodeLensProvider(
    { language: LANGUAGE },
    {
      provideCodeLenses(document) {
        const lines = document.getText().split(/\r\n|\r|\n/);
        const line = lines.findIndex((each) => /^\s*scenario\b/.test(each));
        if (line < 0) return [];
        const above = new Range(line, 0, line, 0);
        const hasPlots = lines.some((each) => /^\s*(sweep|plot)\b/.test(each));
        return [
          new CodeLens(above, commandOf('runScenario', l10n.t('Run'), document.uri)),
          new CodeLens(above, commandOf('openScenario', l10n.t('Open in panel'), document.uri)),
          ...(hasPlots ? [new CodeLens(above, commandOf('plotScenario', l10n.t('Plot'), document.uri))] : []),
        ];
      },
    },
  );
}
