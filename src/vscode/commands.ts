/**
 * Every command of the extension: its name, its arguments, and who may call it. The manifest, this table, what is
 * registered and the README's table agree; a test compares them.
 */
import type * as vscode from 'vscode';
import type { ItemRef, MarkableRef, TopicRef } from './course/refs.ts';
import type { Disposables } from './disposables.ts';
import { messageOf } from './errors.ts';
import type { VsCode } from './host.ts';

export const COMMAND_PREFIX = 'distributedSystemsMastery.';

/** What VS Code hands to a command in the menu of a test result. */
export interface TestMessageArgument {
  readonly test: vscode.TestItem | undefined;
  readonly message: vscode.TestMessage;
}

/** By name, without the prefix: the arguments of each command. Left out, the user is asked. */
export interface CommandArguments {
  openLesson: [topic?: TopicRef];
  openSimulation: [simulation?: ItemRef];
  openRun: [file?: vscode.Uri];
  openScenario: [file?: vscode.Uri];
  runScenario: [file?: vscode.Uri];
  /** Of a test item, which may be named by its id. */
  openFailingRun: [from?: TestMessageArgument | vscode.TestItem | string];
  plotScenario: [file?: vscode.Uri];
  openQuestions: [topic?: TopicRef];
  openExercise: [exercise?: ItemRef];
  startExercise: [exercise?: ItemRef];
  runExercise: [exercise?: ItemRef];
  openInstructions: [from?: TestMessageArgument | vscode.TestItem];
  showHint: [from?: TestMessageArgument | vscode.TestItem];
  markDone: [item?: MarkableRef];
  markUndone: [item?: MarkableRef];
  refresh: [];
  addPackFolder: [];
  showPublishedNumbers: [];
  openWalkthrough: [];
  showLog: [];
}
export type CommandName = keyof CommandArguments;

/** `inPalette`: it makes sense without arguments; the others are hidden from the command palette. */
export const commandTable: Readonly<Record<CommandName, { readonly inPalette: boolean }>> = {
  openLesson: { inPalette: true },
  openSimulation: { inPalette: true },
  openRun: { inPalette: true },
  openScenario: { inPalette: true },
  runScenario: { inPalette: true },
  openFailingRun: { inPalette: false },
  plotScenario: { inPalette: true },
  openQuestions: { inPalette: true },
  openExercise: { inPalette: true },
  startExercise: { inPalette: true },
  runExercise: { inPalette: true },
  openInstructions: { inPalette: false },
  showHint: { inPalette: false },
  markDone: { inPalette: true },
  markUndone: { inPalette: false },
  refresh: { inPalette: true },
  addPackFolder: { inPalette: true },
  showPublishedNumbers: { inPalette: true },
  openWalkthrough: { inPalette: true },
  showLog: { inPalette: true },
};

export type CommandHandlers = { readonly [Name in CommandName]: (...args: CommandArguments[Name]) => unknown };

export function commandId(name: CommandName): string {
  return COMMAND_PREFIX + name;
}

/** A command as tree items, buttons and messages carry it. */
export function commandOf<Name extends CommandName>(name: Name, title: string, ...args: CommandArguments[Name]): vscode.Command {
  return { command: commandId(name), title, arguments: args };
}

/** Registers every command of the table. A handler that fails tells the user, and the log where; one that the user cancelled says nothing. */
export function registerCommands(
  vscode: VsCode,
  log: vscode.LogOutputChannel,
  handlers: CommandHandlers,
  disposables: Disposables,
): void {
  for (const name of Object.keys(commandTable) as CommandName[]) {
    const handler = handlers[name] as (...args: unknown[]) => unknown;
    const run = async (...args: unknown[]): Promise<unknown> => {
      try {
        return await handler(...args);
      } catch (error) {
        if (error instanceof vscode.CancellationError) return undefined;
        log.error(name, error instanceof Error ? error : String(error));
        void vscode.window.showErrorMessage(messageOf(error));
        return undefined;
      }
    };
    disposables.add(vscode.commands.registerCommand(commandId(name), run));
  }
}
