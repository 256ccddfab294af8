/** How the lock service, the store and the clients are shown. */
import type { LogEntryView } from '../../contract/simulation.ts';
import { LeaseClient } from '../../engine/protocols/lease/client.ts';
import { LockService } from '../../engine/protocols/lease/lock-service.ts';
import type { LeaseMessage, Token, Write } from '../../engine/protocols/lease/messages.ts';
import { LOCK_SERVICE, STORE } from '../../engine/protocols/lease/system.ts';
import type { Node } from '../../engine/sim/node.ts';
import type { Field, NameOf, NodeDescription } from '../definition.ts';
import { formatTime } from '../format.ts';

/** The most writes that are shown; the newest ones. */
const SHOWN_WRITES = 24;

export function describeLeaseNode(node: Node<LeaseMessage>, nameOf: NameOf): NodeDescription {
  if (node.id === LOCK_SERVICE) return describeLockService(node, nameOf);
  return node.id === STORE ? describeStore(node) : describeClient(node);
}

function describeLockService(node: Node<LeaseMessage>, nameOf: NameOf): NodeDescription {
  const service = { role: 'lock service', badge: 'L', log: [] };
  const lastToken: Field = { label: 'last token on disk', value: tokenOn(node, 'token') };
  if (!(node.life instanceof LockService)) return { ...service, summary: 'down', fields: [lastToken] };
  const { holder } = node.life;
  if (!holder) return { ...service, summary: 'free', fields: [{ label: 'lent to', value: 'nobody' }, lastToken] };
  const until = endOf(node, 'expiry');
  const fields = [...until.fields, lastToken];
  if (holder.kind === 'unknown') return { ...service, summary: `waits until ${until.time}`, fields: [{ label: 'lent to', value: 'whoever had it before the crash' }, ...fields] };
  const client = nameOf(holder.client);
  return { ...service, summary: `${client} until ${until.time}`, fields: [{ label: 'lent to', value: client }, { label: 'token', value: String(holder.token) }, ...fields] };
}

function describeStore(node: Node<LeaseMessage>): NodeDescription {
  const { log } = node.disk;
  const first = Math.max(log.start, log.length - SHOWN_WRITES);
  const writes = Array.from({ length: log.length - first }, (_, offset): LogEntryView => {
    const write = log.at(first + offset) as Write | undefined;
    return { index: first + offset + 1, mark: String(write?.token ?? '?'), label: write ? `write ${write.value}` : 'damaged', settled: true };
  });
  const last = log.at(log.length - 1) as Write | undefined;
  const fence = tokenOn(node, 'fence');
  return {
    role: 'store',
    badge: 'S',
    summary: `value ${last?.value ?? 0} · fence ${fence}`,
    fields: [
      { label: 'value', value: String(last?.value ?? 0) },
      { label: 'written with token', value: String(last?.token ?? 'none') },
      { label: 'highest token seen', value: fence },
    ],
    log: writes,
  };
}

function describeClient(node: Node<LeaseMessage>): NodeDescription {
  if (!(node.life instanceof LeaseClient)) return { role: 'client', badge: '◇', summary: 'down', fields: [], log: [] };
  const { phase, wanted, done, holdsLock } = node.life;
  const work: readonly Field[] = [{ label: 'pieces of work to do', value: String(wanted) }, { label: 'pieces done', value: String(done) }];
  if (phase.kind === 'idle') return { role: 'client', badge: '◇', summary: wanted > 0 ? 'will ask again' : 'idle', fields: [{ label: 'does', value: 'nothing' }, ...work], log: [] };
  if (phase.kind === 'asking') {
    return { role: 'client', badge: '◇', summary: 'asks for the lock', fields: [{ label: 'does', value: 'asks for the lock' }, { label: 'request', value: String(phase.serial) }, ...work], log: [] };
  }
  const until = endOf(node, 'lease');
  return {
    role: holdsLock ? 'holder' : 'late holder',
    badge: holdsLock ? '◆' : '◈',
    summary: holdsLock ? `token ${phase.token} until ${until.time}` : `token ${phase.token}, but late`,
    fields: [
      { label: 'does', value: phase.kind },
      { label: 'holds the lock', value: holdsLock ? 'yes, by its own clock' : 'no, by its own clock' },
      { label: 'token', value: String(phase.token) },
      ...until.fields,
      ...work,
    ],
    log: [],
  };
}

function tokenOn({ disk }: Node<LeaseMessage>, cell: string): string {
  return String((disk.get(cell) as Token | undefined) ?? 'none');
}

/** When a node's lease ends, and what its own clock shows then where that is not the time. */
function endOf(node: Node<LeaseMessage>, timer: string): { readonly time: string; readonly fields: readonly Field[] } {
  const end = node.timers().find(({ name }) => name === timer)?.firesAt ?? 0;
  const time = formatTime(end);
  const shown = formatTime(node.clock.read(end));
  return { time, fields: [{ label: 'lease until', value: shown === time ? time : `${time}, when its clock shows ${shown}` }] };
}
