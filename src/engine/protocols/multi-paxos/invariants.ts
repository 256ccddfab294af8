/**
 * What must hold in every world of a search, in which nothing is remembered: what is chosen is read from the disks, and what
 * was said from the messages that are kept.
 */
import type { Invariant, NodeView, WorldView } from '../../check/search/model.ts';
import { entriesIn } from '../../sim/storage.ts';
import type { ClientState } from './client.ts';
import type { Entry, MultiPaxosMessage } from './messages.ts';
import { Chosen, findingIn, MULTI_PAXOS_PROPERTIES, type Finding, type MultiPaxosPropertyId } from './properties.ts';
import type { ServerState } from './server.ts';

type World = WorldView<MultiPaxosMessage>;

/** What the nodes' disks say together. */
interface Evidence {
  readonly chosen: Chosen;
  readonly conflict: Finding | undefined;
}

/** By what is chosen at each node: a search asks for the same few again and again. */
const evidences = new Map<string, Evidence>();
const EVIDENCES = 10_000;
const texts = new WeakMap<NodeView, string>();

function evidenceOf({ nodes }: World): Evidence {
  const key = nodes.map(textOf).join('|');
  let evidence = evidences.get(key);
  if (!evidence) {
    if (evidences.size === EVIDENCES) evidences.clear();
    evidences.set(key, (evidence = gather(nodes)));
  }
  return evidence;
}

function textOf(node: NodeView): string {
  let text = texts.get(node);
  if (text === undefined) texts.set(node, (text = `${node.name} ${JSON.stringify(chosenBy(node))}`));
  return text;
}

function chosenBy({ disk }: NodeView): readonly Entry[] {
  return (entriesIn(disk.log) as readonly Entry[]).filter(({ chosen }) => chosen);
}

function gather(nodes: readonly NodeView[]): Evidence {
  const chosen = new Chosen();
  let conflict: Finding | undefined;
  for (const node of nodes) for (const { slot, value } of chosenBy(node)) conflict ??= chosen.add(node.name, slot, value);
  return { chosen, conflict };
}

function serverIn({ state }: NodeView): ServerState | undefined {
  return typeof state === 'object' && state !== null && 'replica' in state ? (state as ServerState) : undefined;
}

function clientIn({ state }: NodeView): ClientState | undefined {
  return typeof state === 'object' && state !== null && 'answered' in state ? (state as ClientState) : undefined;
}

/** Whether it can't be told any more what was executed: of what is collected, only snapshots are left. */
function isPartial(nodes: readonly NodeView[], chosen: Chosen): boolean {
  return nodes.some(({ disk }) => {
    const collected = disk.cells.get('collected');
    return typeof collected === 'number' && collected >= chosen.firstUnknown;
  });
}

function checkServers(world: World): Finding | undefined {
  const { chosen } = evidenceOf(world);
  const partial = isPartial(world.nodes, chosen);
  for (const node of world.nodes) {
    const server = serverIn(node);
    if (!server) continue;
    const { log, replica } = server;
    const finding = findingIn({ name: node.name, executed: replica.executed, records: recordsOf(server), collected: log.collected, covered: log.snapshot?.slot ?? 0 }, chosen);
    if (finding && !(partial && finding.property === 'execution')) return finding;
  }
  return undefined;
}

function recordsOf({ replica }: ServerState) {
  const { values, sessions } = replica.machine;
  return [...Array.from(values, ([key, value]) => ({ key, value })), ...Array.from(sessions, ([session, { serial, result }]) => ({ session, serial, result }))];
}

function checkPromises({ nodes, messages }: World): Finding | undefined {
  for (const { from, message } of messages) {
    if (message.type !== 'Promise' && message.type !== 'Accepted') continue;
    const node = nodes[from];
    const server = node && serverIn(node);
    if (!server || server.damage !== null) continue;
    const { ballot } = message;
    if (server.promised < ballot) return { property: 'promises', message: `${node.name} had promised ballot ${ballot}, and takes part in ballots from ${server.promised} on.` };
    if (message.type === 'Promise' || message.slot <= server.log.collected) continue;
    const entry = server.log.entries.get(message.slot);
    if (!entry || (!entry.chosen && entry.ballot < ballot)) return { property: 'promises', message: `${node.name} had accepted a value in slot ${message.slot} and ballot ${ballot}, and does not know of it any more.` };
  }
  return undefined;
}

function checkAnswers(world: World): Finding | undefined {
  const { chosen } = evidenceOf(world);
  for (const node of world.nodes) {
    const answered = clientIn(node)?.answered;
    if (!answered || !('value' in answered.result)) continue;
    const { serial, command, result } = answered;
    const execution = chosen.executionOf(node.id, serial);
    if (execution ? execution.value === result.value : command.op === 'get' && chosen.shows(command.key, result.value, chosen.executionOf(node.id, serial - 1)?.slot ?? 0)) continue;
    if (!execution && isPartial(world.nodes, chosen)) continue;
    const instead = execution ? `its execution in slot ${execution.slot} gave ${execution.value ?? 'nothing'}` : 'nothing that is chosen gives that after what it was told before';
    return { property: 'linearizability', message: `${node.name} was told that its command ${serial} gives ${result.value ?? 'nothing'}, but ${instead}.` };
  }
  return undefined;
}

const CHECKS: readonly (readonly [MultiPaxosPropertyId, (world: World) => Finding | undefined])[] = [
  ['promises', checkPromises],
  ['agreement', (world) => evidenceOf(world).conflict],
  ['garbage', checkServers],
  ['execution', checkServers],
  ['linearizability', checkAnswers],
];

export const MULTI_PAXOS_INVARIANTS = CHECKS.map(
  ([id, check]): Invariant<MultiPaxosMessage> => ({
    id,
    meaning: MULTI_PAXOS_PROPERTIES[id].meaning,
    violation(world) {
      const finding = check(world);
      return finding?.property === id ? finding.message : undefined;
    },
  }),
);
