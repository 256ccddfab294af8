/** Whether anybody can get the lock: it is the lock service's to lend. */
import type { StuckView } from '../../contract/simulation.ts';
import type { LeaseMessage } from '../../engine/protocols/lease/messages.ts';
import { LOCK_SERVICE, STORE } from '../../engine/protocols/lease/system.ts';
import type { RunMoment } from '../definition.ts';
import { stuckWithoutQuorum, surroundings } from '../stuck.ts';

export function stuckLease(moment: RunMoment<LeaseMessage>): StuckView | undefined {
  const { simulator, nameOf } = moment;
  const clients = simulator.nodes.map(({ id }) => id).filter((id) => id !== LOCK_SERVICE && id !== STORE);
  return stuckWithoutQuorum(
    { ...surroundings(simulator), leaders: clients, members: [LOCK_SERVICE], isQuorum: ({ length }) => length > 0 },
    { what: 'Nobody can get the lock.', need: `Only ${nameOf(LOCK_SERVICE)} lends it, and a client has to ask and to hear the answer.`, leader: 'client', member: 'the lock service' },
    moment,
  );
}
