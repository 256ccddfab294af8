/** How servers and clients of Multi-Paxos are shown: what is known of each slot, and where the holes are. */
import type { LogEntryView } from '../../contract/simulation.ts';
import { formatKeyValue } from '../../engine/protocols/key-value/commands.ts';
import { MultiPaxosClient } from '../../engine/protocols/multi-paxos/client.ts';
import { SlotLog } from '../../engine/protocols/multi-paxos/log.ts';
import type { Entry, MultiPaxosMessage, Role, Slot, Value } from '../../engine/protocols/multi-paxos/messages.ts';
import { sameValue } from '../../engine/protocols/multi-paxos/properties.ts';
import { MultiPaxosServer } from '../../engine/protocols/multi-paxos/server.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { Field, NameOf, NodeDescription } from '../definition.ts';
import { holesIn } from './slots.ts';
import { formatValue } from './words.ts';

/** The most slots that are shown; the last ones. */
const SHOWN_SLOTS = 24;

export function describeMultiPaxosNode(node: Node<MultiPaxosMessage>, nameOf: NameOf): NodeDescription {
  const { life } = node;
  if (life instanceof MultiPaxosServer && life.damage === null) return describeServer(life, node, nameOf);
  if (life instanceof MultiPaxosClient) return describeClient(life, nameOf);
  return describeDisk(node);
}

const BADGES: Readonly<Record<Role, string>> = { follower: 'F', candidate: 'C', leader: 'L' };

function describeServer(server: MultiPaxosServer, node: Node<MultiPaxosMessage>, nameOf: NameOf): NodeDescription {
  const { role, ballot, leader, log, replica } = server;
  const holes = holesIn(log);
  return {
    role,
    badge: BADGES[role],
    summary: `ballot ${ballot} · up to ${replica.executed}`,
    fields: [
      { label: 'role', value: role },
      { label: 'promised ballot', value: ballot === 0 ? 'none' : String(ballot) },
      { label: 'leader', value: leader === null ? 'unknown' : nameOf(leader) },
      { label: 'last slot', value: String(log.last) },
      { label: 'holes', value: listed(holes) },
      { label: 'executed up to', value: String(replica.executed) },
      { label: 'executed by all up to', value: String(replica.executedByAll) },
      { label: 'snapshot', value: log.snapshot ? `up to slot ${log.snapshot.slot}` : 'none' },
      { label: 'state', value: [...replica.machine.contents()].map(([key, value]) => `${key} = ${value}`).join(', ') || 'empty' },
      ...fieldsOfRole(server, nameOf),
    ],
    log: describeSlots(log, node),
  };
}

function fieldsOfRole({ role, candidacy, leadership }: MultiPaxosServer, nameOf: NameOf): Field[] {
  if (role === 'candidate') return [{ label: 'promises', value: candidacy.promises.map(nameOf).join(', ') }];
  if (role === 'follower') return [];
  const { proposals, queue, next } = leadership.capture();
  return [
    { label: 'next free slot', value: String(next) },
    { label: 'under way', value: [...proposals].map(([slot, { value, acceptors }]) => `${slot}: ${formatValue(value)}, accepted by ${acceptors.map(nameOf).join(', ')}`).join('; ') || 'nothing' },
    { label: 'commands that wait for a slot', value: queue.map((request) => formatValue({ kind: 'command', request })).join('; ') || 'none' },
  ];
}

/** Of a server that is down, or can't read its disk, only the disk can be seen. */
function describeDisk(node: Node<MultiPaxosMessage>): NodeDescription {
  if (node.kind === 'client') return { role: 'client', badge: '◇', summary: node.status, fields: [], log: [] };
  if (node.lives === 0) return { role: 'not started', badge: '–', summary: 'not started', fields: [], log: [] };
  const { disk, life } = node;
  const log = new SlotLog(disk);
  const damage = disk.isDamaged('promised') ? 'its promise' : log.recover();
  if (damage !== null) return { role: life ? 'out of service' : 'down', badge: '–', summary: `can't read ${damage}`, fields: [], log: [] };
  const promised = Number(disk.get('promised') ?? 0);
  return {
    role: 'down',
    badge: '–',
    summary: `on disk: ballot ${promised}`,
    fields: [
      { label: 'promised ballot', value: promised === 0 ? 'none' : String(promised) },
      { label: 'last slot', value: String(log.last) },
      { label: 'holes', value: listed(holesIn(log)) },
    ],
    log: describeSlots(log, node),
  };
}

function describeClient(client: MultiPaxosClient, nameOf: NameOf): NodeDescription {
  const { serial, server, pending, waiting, damaged } = client.capture();
  return {
    role: 'client',
    badge: '◇',
    summary: damaged ? 'out of service' : pending ? `waits: ${formatKeyValue(pending)}` : 'idle',
    fields: [
      { label: 'serial', value: String(serial) },
      { label: 'server tried', value: nameOf(server) },
      { label: 'waits for', value: pending ? formatKeyValue(pending) : 'nothing' },
      { label: 'commands queued', value: String(waiting.length) },
    ],
    log: [],
  };
}

/** Slots of which nothing is known stand among the others, so that a hole is seen. The snapshot stands for those that it covers. */
function describeSlots(log: SlotLog, node: Node<MultiPaxosMessage>): LogEntryView[] {
  const accepted = acceptedAt(node);
  const first = Math.max(log.collected + 1, log.last - SHOWN_SLOTS + 1);
  const slots = Array.from({ length: Math.max(0, log.last - first + 1) }, (_, offset) => describeSlot(first + offset, log.at(first + offset), accepted.get(first + offset)));
  const { snapshot } = log;
  return snapshot && log.collected > 0 ? [{ index: log.collected, mark: '…', label: `collected; a snapshot stands for slots 1 to ${snapshot.slot}`, settled: true }, ...slots] : slots;
}

/** By slot, what the server has accepted last, as its disk has it. */
function acceptedAt({ disk: { log } }: Node<MultiPaxosMessage>): ReadonlyMap<Slot, Value> {
  const accepted = new Map<Slot, Value>();
  for (let position = log.start; position < log.length; position++) {
    const entry = log.at(position) as Entry | undefined;
    if (entry && !entry.chosen) accepted.set(entry.slot, entry.value);
  }
  return accepted;
}

/** @param accepted by this server, which may be something else than what is chosen */
function describeSlot(slot: Slot, entry: Entry | undefined, accepted: Value | undefined): LogEntryView {
  if (!entry) return { index: slot, mark: '?', label: 'a hole: nothing is known of it here', settled: false };
  const { ballot, value, chosen } = entry;
  const isOwn = accepted !== undefined && sameValue(accepted, value);
  return isOwn ? { index: slot, mark: String(ballot), label: formatValue(value), settled: chosen } : { index: slot, mark: '–', label: `${formatValue(value)}, told by another`, settled: chosen };
}

function listed(slots: readonly Slot[]): string {
  return slots.join(', ') || 'none';
}
