/**
 * The `vscode` module as a value. Everything in this room takes it as a parameter, so that tests can hand in another;
 * only `src/extension.ts` imports the real one.
 */
import type * as vscode from 'vscode';

export type VsCode = typeof vscode;
