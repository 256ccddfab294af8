/** Those of a simulation panel's methods that its session and its search answer alone. */
import type { SimulationContract, SimulationView } from '../../contract/simulation.ts';
import type { Session } from '../../simulations/session.ts';
import type { PanelModel } from './channel.ts';
import type { PanelSearch } from './search.ts';

type Methods = PanelModel<SimulationContract>['methods'];

/** @param named adds to a session's view what the panel knows besides */
export function sessionMethods(session: Session, search: PanelSearch, named: (view: Promise<SimulationView>) => Promise<SimulationView>) {
  return {
    seek: (target) => named(session.seek(target)),
    act: (action) => named(session.act(action)),
    predict: ({ from }) => session.predict(from),
    selectBranch: ({ branch }) => named(session.selectBranch(branch)),
    events: ({ from, count }) => session.events(from, count),
    findEvent: (sought) => session.findEvent(sought),
    inspectEvent: ({ event }) => session.inspectEvent(event),
    spaceTime: (request) => session.spaceTime(request),
    why: ({ node, label }) => session.why(node, label),
    compare: ({ branch }) => session.compare(branch),
    shrink: ({ property }) => named(session.shrink(property)),
    endJob: () => named(session.endJob()),
    startSearch: (order) => {
      search.start({ ...session.searched, order });
      return named(session.snapshot());
    },
    stopSearch: async () => {
      await search.stop();
      return named(session.snapshot());
    },
  } satisfies Partial<Methods>;
}
