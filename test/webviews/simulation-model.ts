/** What stands behind a simulation panel in tests: the real session, and of the rest of the extension what is looked at. */
import type { Notebook, simulationContract, SimulationView } from '../../src/contract/simulation.ts';
import type { Picture } from '../../src/contract/space-time.ts';
import { scenarioOfRun } from '../../src/scenario/recorded.ts';
import type { Exported } from '../../src/simulations/export/exports.ts';
import type { Session } from '../../src/simulations/session.ts';
import type { PanelModel } from '../../src/vscode/panels/channel.ts';
import { linkOf } from '../../src/vscode/sharing/run-link.ts';
import { PanelSearch } from '../../src/vscode/panels/search.ts';
import { sessionMethods } from '../../src/vscode/panels/session-methods.ts';

export const SEARCH_WORKER = new URL('../../src/vscode/search/worker.ts', import.meta.url);

/** What of the extension stands behind the panel besides the session. */
export interface Surroundings {
  readonly guide?: SimulationView['guide'];
  readonly scene?: SimulationView['scene'];
  /** Takes what is exported. */
  readonly exports?: Exported[];
  readonly search?: PanelSearch;
  /** Takes the runs that are opened. */
  readonly opened?: unknown[];
  /** Takes the links that are copied. */
  readonly links?: string[];
  /** Takes the pictures that are saved. */
  readonly pictures?: Picture[];
}

/** The real session behind the panel. */
export function modelOf(session: Session, { guide = [], scene = null, exports = [], search = new PanelSearch(SEARCH_WORKER, () => undefined), opened = [], pictures = [], links = [] }: Surroundings = {}): PanelModel<typeof simulationContract> {
  let notebook: Notebook = { answers: {}, predictions: {}, bookmarks: [] };
  const named = async (view: Promise<SimulationView>): Promise<SimulationView> => ({ ...(await view), guide, scene, notebook, search: search.job });
  return {
    state: () => named(session.snapshot()),
    methods: {
      ...sessionMethods(session, search, named),
      setDown: (next) => {
        notebook = next;
        return named(session.snapshot());
      },
      configure: (values) => named(session.configure(values)),
      savePicture: async (picture) => {
        pictures.push(picture);
        return true;
      },
      openFound: async () => {
        opened.push(search.found);
        return null;
      },
      openScenario: async () => {
        opened.push(scenarioOfRun('a run', await session.recorded()));
        return null;
      },
      copyLink: async () => {
        const link = linkOf('vscode://publisher.name', await session.shared());
        if (link !== null) links.push(link);
        return { refusal: link === null ? 'This run is too much for a link.' : null };
      },
      exportRun: async (request) => {
        const exported = await session.exportRun(request);
        exports.push(exported);
        return { remark: exported.remark };
      },
    },
    restoreData: () => session.save(),
  };
}
