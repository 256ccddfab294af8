/** Multi-Paxos in the small, to be searched: a few servers, with clients who ask for one thing each. */
import type { Bounds, SearchModel } from '../../check/search/model.ts';
import type { NodeId } from '../../sim/process.ts';
import { readKeyValue } from '../key-value/commands.ts';
import type { Ballot, MultiPaxosMessage } from './messages.ts';
import { MultiPaxosServer } from './server.ts';
import { DEFAULT_MULTI_PAXOS, multiPaxosSystem, type MultiPaxosFactory, type MultiPaxosParameters } from './system.ts';

type Asked = readonly [client: number, command: string];

/** A phase 1 that is over: who has promised whom which ballot, and what the leader was asked for then. */
export interface Reign {
  readonly leader: NodeId;
  readonly ballot: Ballot;
  readonly promises: readonly NodeId[];
  readonly requests?: readonly Asked[];
}

export interface SmallCluster {
  readonly parameters?: Partial<MultiPaxosParameters>;
  readonly commands?: readonly Asked[];
  /** What has happened before the search begins, in this order. */
  readonly reigns?: readonly Reign[];
  readonly bounds: Bounds;
}

type ServerFactory = (...args: Parameters<MultiPaxosFactory>) => MultiPaxosServer;

/** Two servers, or more, and as many clients, of which each begins with another server. */
export function smallCluster({ parameters = {}, commands = [[0, 'add x 1']], reigns = [], bounds }: SmallCluster, create: ServerFactory = (context, options) => new MultiPaxosServer(context, options)): SearchModel<MultiPaxosMessage> {
  const servers = parameters.servers ?? 2;
  return {
    nodes: multiPaxosSystem({ ...DEFAULT_MULTI_PAXOS, servers, clients: servers, window: 2, ...parameters }, (context, options) => afterReigns(create(context, options), reigns)).nodes,
    commands: commands.map(([client, command]) => ({ node: servers + client, command })),
    bounds,
  };
}

function afterReigns(server: MultiPaxosServer, reigns: readonly Reign[]): MultiPaxosServer {
  const { onStart } = server;
  server.onStart = () => {
    onStart.call(server);
    for (const { leader, ballot, promises, requests = [] } of reigns) {
      if (!promises.includes(server.context.node)) continue;
      server.observe(ballot);
      server.force();
      if (leader !== server.context.node) continue;
      server.leadership.begin(promises, new Map());
      for (const [client, command] of requests) server.leadership.serve(server.options.servers + client, 1, readKeyValue(command, 'a command')!);
    }
  };
  return server;
}
