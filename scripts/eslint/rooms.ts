/** What each room of the house may import; the table of ARCHITECTURE.md in a form that a lint rule can check. */

export interface Room {
  /** A folder or a file of the checkout; the longest that holds a file is its room. */
  readonly path: string;
  /** Folders and files of the checkout that it may import, besides itself. */
  readonly rooms: readonly string[];
  /** Packages that it may import; `node:` stands for all of Node's own modules, a trailing `*` for any ending. */
  readonly packages: readonly string[];
}

const engine = 'src/engine';
const contract = 'src/contract';
const toolkit = '@vscode/webview-ui-toolkit';

const webview: Omit<Room, 'path'> = { rooms: [contract, 'webviews/kit'], packages: ['preact', 'preact/*', '@preact/signals', 'valibot'] };

/** What makes and feeds the frame in which diagrams are drawn; the rest of its folder runs inside the frame. */
const diagramClient = ['renderer', 'messages', 'theme'].map((name) => `webviews/diagram/${name}.ts`);

export const rooms: readonly Room[] = [
  { path: contract, rooms: [], packages: ['valibot'] },

  { path: engine, rooms: [], packages: [] },
  { path: `${engine}/sim`, rooms: [`${engine}/check`], packages: [] },
  { path: `${engine}/sim/math.ts`, rooms: [], packages: ['@stdlib/*'] },
  { path: `${engine}/check`, rooms: [`${engine}/sim`], packages: [] },
  { path: `${engine}/check/import/json.ts`, rooms: [`${engine}/check`], packages: ['jsonc-parser'] },
  { path: `${engine}/protocols`, rooms: [`${engine}/sim`, `${engine}/check`], packages: [] },
  { path: `${engine}/models`, rooms: [`${engine}/sim`, `${engine}/check`, `${engine}/protocols`], packages: [] },

  { path: 'src/simulations', rooms: [engine, contract], packages: ['valibot'] },
  { path: 'src/scenario', rooms: [engine, contract, 'src/simulations'], packages: ['langium'] },
  { path: 'src/language-server', rooms: [engine, 'src/simulations', 'src/scenario'], packages: ['langium', 'langium/lsp', 'vscode-languageserver', 'vscode-languageserver/node', 'vscode-languageserver-textdocument'] },
  { path: 'src/course', rooms: [contract], packages: ['node:', 'valibot', 'jsonc-parser', 'yaml', 'markdown-it'] },
  { path: 'src/lab', rooms: [engine, contract, 'src/course'], packages: ['node:', 'valibot', 'sucrase'] },
  { path: 'src/running', rooms: [engine, contract, 'src/simulations', 'src/scenario'], packages: ['node:'] },
  { path: 'src/cli', rooms: [engine, contract, 'src/simulations', 'src/scenario', 'src/running', 'src/course', 'src/lab'], packages: ['node:', 'valibot'] },
  {
    path: 'src/vscode',
    rooms: [engine, contract, 'src/simulations', 'src/scenario', 'src/running', 'src/course', 'src/lab'],
    packages: ['vscode', 'node:', 'valibot', 'vscode-languageclient/node'],
  },
  { path: 'src/extension.ts', rooms: ['src/vscode'], packages: ['vscode'] },

  { path: 'webviews/kit', ...webview },
  { path: 'webviews/kit/toolkit.ts', rooms: webview.rooms, packages: [...webview.packages, toolkit] },
  { path: 'webviews/simulation', ...webview },
  { path: 'webviews/questions', ...webview },
  { path: 'webviews/lesson', rooms: [...webview.rooms, ...diagramClient], packages: webview.packages },
  { path: 'webviews/diagram', rooms: webview.rooms, packages: [...webview.packages, 'mermaid'] },
];
