/** Where VS Code enters. */
import * as vscode from 'vscode';
import { activateExtension, type ExtensionParts } from './vscode/activate.ts';

export function activate(context: vscode.ExtensionContext): ExtensionParts {
  return activateExtension(vscode, context);
}
