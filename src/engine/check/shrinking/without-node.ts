/** A script for a system with one node less. */
import type { NodeId } from '../../sim/process.ts';
import type { Script, ScriptAction } from './script.ts';

export type Rename = (node: NodeId) => NodeId | undefined;

/** The nodes after the one that is gone move up by one. */
export function withoutNode(gone: NodeId): Rename {
  return (node) => (node === gone ? undefined : node > gone ? node - 1 : node);
}

/** @param renamed a command in which nodes have other numbers; undefined where it names one that is gone */
export function renameScript(script: Script, rename: Rename, renamed: (command: string, rename: Rename) => string | undefined): Script {
  return script.flatMap((item) => {
    const action = renameAction(item.action, rename, renamed);
    return action ? [{ ...item, action }] : [];
  });
}

/** @returns undefined where nothing is left of it */
function renameAction(action: ScriptAction, rename: Rename, renamed: (command: string, rename: Rename) => string | undefined): ScriptAction | undefined {
  switch (action.kind) {
    case 'heal':
    case 'network':
      return action;
    case 'partition':
      return { ...action, groups: action.groups.map((group) => group.flatMap((node) => rename(node) ?? [])).filter((group) => group.length > 0) };
    case 'cut':
    case 'mend':
    case 'link':
      return renameEnds(action, rename);
    case 'drop':
    case 'copy':
    case 'deliver': {
      const message = renameEnds(action.message, rename);
      return message && { ...action, message };
    }
    default: {
      const node = rename(action.node);
      if (node === undefined) return undefined;
      if (action.kind !== 'command') return { ...action, node };
      const command = renamed(action.command, rename);
      return command === undefined ? undefined : { ...action, node, command };
    }
  }
}

function renameEnds<Ends extends { readonly from: NodeId; readonly to: NodeId }>(ends: Ends, rename: Rename): Ends | undefined {
  const [from, to] = [rename(ends.from), rename(ends.to)];
  return from === undefined || to === undefined ? undefined : { ...ends, from, to };
}
