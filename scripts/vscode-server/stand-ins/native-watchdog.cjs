/**
 * Takes the place of @vscode/native-watchdog in the VS Code server, native code that ends the extension host when the
 * server has gone while JavaScript hangs. The server's own timer does the same for one that doesn't hang, and whoever
 * started the server ends the whole group of processes.
 */
'use strict';

exports.start = () => {};
exports.exit = (code) => process.exit(code);
