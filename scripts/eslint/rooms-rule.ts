/** The lint rule `rooms/imports`: a file of a room imports only what its room may. */
import path from 'node:path';
import type { Rule } from 'eslint';
import { root } from '../lib/project.ts';
import { rooms, type Room } from './rooms.ts';

function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

function roomOf(file: string): Room | undefined {
  return rooms.filter((room) => isInside(file, room.path)).sort((a, b) => b.path.length - a.path.length)[0];
}

function allowsPackage(room: Room, specifier: string): boolean {
  return room.packages.some((name) => {
    if (name === 'node:') return specifier.startsWith('node:');
    return name.endsWith('*') ? specifier.startsWith(name.slice(0, -1)) : specifier === name;
  });
}

/** Forward slashes, from the root of the checkout. */
function inCheckout(file: string): string {
  return path.relative(root, file).split(path.sep).join('/');
}

/** What is wrong with an import, or null. */
function problem(file: string, specifier: string): string | null {
  const from = inCheckout(file);
  const room = roomOf(from);
  if (room === undefined) return null;
  if (!specifier.startsWith('.')) {
    return allowsPackage(room, specifier)
      ? null
      : `${room.path} may not import the package "${specifier}"; it may import ${room.packages.join(', ') || 'none'}.`;
  }
  const target = inCheckout(path.resolve(path.dirname(file), specifier));
  const allowed = roomOf(target)?.path === room.path || isInside(target, room.path) || room.rooms.some((other) => isInside(target, other));
  return allowed ? null : `${room.path} may not import ${target}; besides itself it may import ${room.rooms.join(', ') || 'nothing'}.`;
}

/** The parts of an ESTree import that the rule reads; type-only imports and re-exports have the same shape. */
interface ImportingNode {
  readonly source?: { readonly type: string; readonly value?: unknown } | null;
}

const imports: Rule.RuleModule = {
  meta: { type: 'problem', docs: { description: 'keep the import table of ARCHITECTURE.md true' }, schema: [] },
  create(context) {
    function check(node: Rule.Node): void {
      const { source } = node as ImportingNode;
      if (typeof source?.value !== 'string') return;
      const message = problem(context.filename, source.value);
      if (message !== null) context.report({ node, message });
    }
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      TSImportType: check,
    };
  },
};

export default { meta: { name: 'rooms' }, rules: { imports } };
