/** What the view server, the servers and the clients say to each other, and what is made known. */
import type { NodeId } from '../../sim/process.ts';
import type { KeyValueCommand, Request } from '../key-value/commands.ts';
import type { StateRecord } from '../key-value/state-machine.ts';
import type { Result } from '../raft/commands.ts';
import type { Replica, Role, View, ViewNumber } from './view.ts';

/** All that a server holds. */
export interface Snapshot {
  /** How many operations have been executed since the service began. */
  readonly executed: number;
  /** Values, and what the sessions of clients remember. */
  readonly records: readonly StateRecord[];
}

export type PrimaryBackupMessage =
  // Between servers and the view server.
  /** The view in which the server takes part with the state: that it is in it as primary acknowledges it. 0 for none. */
  | { readonly type: 'ping'; readonly incarnation: number; readonly view: ViewNumber }
  /** The newest view, to a server that has pinged, or to a client that has asked. */
  | { readonly type: 'view'; readonly view: View }
  // Between the primary and the backup of a view.
  | { readonly type: 'transfer'; readonly view: View; readonly state: Snapshot }
  | { readonly type: 'transferred'; readonly view: ViewNumber }
  /** The operation that is to be executed as the one of this number. */
  | { readonly type: 'forward'; readonly view: ViewNumber; readonly position: number; readonly request: Request }
  | { readonly type: 'forwarded'; readonly view: ViewNumber; readonly position: number }
  // From and to clients.
  | { readonly type: 'ask' }
  | { readonly type: 'request'; readonly serial: number; readonly command: KeyValueCommand }
  | { readonly type: 'reply'; readonly serial: number; readonly result: Result }
  /** From a server that is not the primary, as far as it knows. */
  | { readonly type: 'refusal'; readonly serial: number };

/** What a reader of the protocol would name; recorded in the trace as notes. */
export type PrimaryBackupNote =
  // Of the view server.
  | { readonly note: 'view'; readonly view: View }
  | { readonly note: 'acknowledged'; readonly view: ViewNumber }
  | { readonly note: 'silent'; readonly server: Replica }
  // Of servers.
  | { readonly note: 'began'; readonly incarnation: number }
  | { readonly note: 'entered'; readonly view: ViewNumber; readonly role: Role }
  | { readonly note: 'transfers'; readonly view: ViewNumber; readonly backup: NodeId; readonly executed: number }
  | { readonly note: 'took-over'; readonly view: ViewNumber; readonly executed: number }
  | { readonly note: 'serves'; readonly view: ViewNumber }
  | { readonly note: 'executed'; readonly position: number; readonly client: NodeId; readonly serial: number; readonly role: Role }
  | { readonly note: 'refused-client'; readonly client: NodeId; readonly serial: number }
  | { readonly note: 'refused-forward'; readonly view: ViewNumber; readonly position: number }
  // Of clients, as those of Raft note them.
  | { readonly note: 'invoked'; readonly serial: number; readonly command: KeyValueCommand }
  | { readonly note: 'completed'; readonly serial: number; readonly command: KeyValueCommand; readonly result: Result };
