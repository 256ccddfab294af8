/** What can be done to a node or a message. */
import type { Action, MessageView, NodeView } from '../../../src/contract/simulation.ts';
import type { MenuItem } from '../../kit/menu.tsx';
import type { SimulationModel } from '../model.ts';

export interface NodeAction {
  readonly label: string;
  readonly action: Action;
}

/** Crash or restart, pause or resume: those that the node's status allows. */
export function statusActions({ id, status }: NodeView): readonly NodeAction[] {
  switch (status) {
    case 'up':
      return [
        { label: 'Crash', action: { kind: 'crash', node: id } },
        { label: 'Pause', action: { kind: 'pause', node: id } },
      ];
    case 'paused':
      return [
        { label: 'Resume', action: { kind: 'resume', node: id } },
        { label: 'Crash', action: { kind: 'crash', node: id } },
      ];
    case 'crashed':
      return [{ label: 'Restart', action: { kind: 'restart', node: id } }];
  }
}

export function nodeMenu(model: SimulationModel, node: NodeView): readonly MenuItem[] {
  const others = model.view.value.nodes.filter((other) => other.id !== node.id).map((other) => other.id);
  return [
    ...statusActions(node).map(({ label, action }) => ({ label: `${label} ${node.name}`, run: () => void model.act(action) })),
    { label: `More faults of ${node.name}…`, run: () => model.openFaults(node.id) },
    { label: `Cut ${node.name} off from all`, run: () => void model.act({ kind: 'partition', groups: [[node.id], others] }) },
    { label: 'Show its state', run: () => (model.part.value = 'node') },
  ];
}

export function messageMenu(model: SimulationModel, message: MessageView): readonly MenuItem[] {
  return [
    { label: 'Drop this message', run: () => void model.act({ kind: 'drop', message: message.id }) },
    { label: 'Deliver it now', run: () => void model.act({ kind: 'deliver', message: message.id }) },
    { label: 'Double it', run: () => void model.act({ kind: 'copy', message: message.id }) },
    { label: 'Show what it carries', run: () => (model.part.value = 'messages') },
  ];
}
