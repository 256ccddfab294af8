/** What a server does with a client's request (extended paper, section 8). */
import type { NodeId } from '../../sim/process.ts';
import { isAdministration, type Administration } from './commands.ts';
import type { ClientRequest } from './messages.ts';
import type { RaftServer } from './server.ts';

export function onClientRequest(server: RaftServer, client: NodeId, { session, serial, command }: ClientRequest): void {
  const { context } = server;
  if (server.role !== 'leader') {
    context.send(client, { type: 'ClientReply', serial, result: null, leader: server.leader });
    return;
  }
  if (isAdministration(command)) {
    administer(server, client, serial, command);
    return;
  }
  // "The prior leader stops accepting new client requests": they will be sent again, to the next one.
  if (server.transfer.pending) return;
  if (command.op === 'get' && server.options.reads !== 'log') {
    server.reads.request(client, serial, command.key);
    return;
  }
  const known = server.machine.resultOf(session, serial);
  if (known) {
    context.note({ note: 'duplicate-request', client, serial });
    server.answer(client, serial, known);
    return;
  }
  server.replication.propose({ kind: 'command', term: server.currentTerm, request: { client, session, serial, command } });
}

function administer(server: RaftServer, client: NodeId, serial: number, command: Administration): void {
  if (command.op === 'transfer') server.transfer.request(client, serial, command.server);
  else server.changes.request(client, serial, command);
}
