/** What a cluster must bring about once faults have stopped. */
import type { Goal } from '../../check/liveness.ts';
import { isKeyValue } from '../key-value/commands.ts';
import { RaftClient } from './client.ts';
import type { RaftMessage } from './messages.ts';

/** Someone leads, and what a client asks for from now on is committed and answered. */
export const RAFT_PROGRESS: Goal<RaftMessage> = {
  property: {
    id: 'progress',
    title: 'Progress',
    meaning: 'A leader is elected, and a command that a client sent after that is committed, executed and answered.',
    source: 'Raft (extended paper)',
    section: 'section 5.6',
  },
  /** The numbers of the commands that clients have sent by then. */
  begin: ({ nodes }) => nodes.map(({ life }) => (life instanceof RaftClient ? life.serial : 0)),
  isReached({ nodes, lastNode }, begun) {
    const life = nodes[lastNode]?.life;
    if (!(life instanceof RaftClient) || !life.answered) return false;
    const { serial, command, result } = life.answered;
    return serial > (begun as readonly number[])[lastNode]! && isKeyValue(command) && 'value' in result;
  },
};
