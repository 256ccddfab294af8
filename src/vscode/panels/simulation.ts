/** The simulation panel: a learner's way through the runs of one simulation. */
import * as v from 'valibot';
import { Notebook, SceneView, simulationContract, type SimulationContract, type SimulationView } from '../../contract/simulation.ts';
import type { GuidedSimulation, Pack, SimulationScene } from '../../course/model.ts';
import { marked, started } from '../../course/progress.ts';
import { SavedSession } from '../../simulations/saved.ts';
import type { Session } from '../../simulations/session.ts';
import { StoredRun } from '../../simulations/stored-run.ts';
import type { CourseService } from '../course/course-service.ts';
import type { ProgressService } from '../course/progress-service.ts';
import type { ItemRef } from '../course/refs.ts';
import type { VsCode } from '../host.ts';
import { Throttle } from '../throttle.ts';
import { breathe } from './breathe.ts';
import type { PanelContent, PanelKind } from './content.ts';
import { nameOf, replay, replayFile, savePicture, showExport, showText } from './run-files.ts';
import { sessionMethods } from './session-methods.ts';

/** A job's progress is drawn so often, and no more: a whole state is sent each time. */
const PROGRESS_INTERVAL_MS = 150;

/** A run that a search has found, and what the search said of it: not everything that it looks for can be seen in a run. */
const Found = v.object({ headline: v.string(), details: v.array(v.string()), session: SavedSession });
type Found = v.InferOutput<typeof Found>;

/** A run of a scenario, and what that says to the reader. */
const PlayedScenario = v.object({ title: v.string(), scene: SceneView, session: SavedSession });
export type PlayedScenario = v.InferOutput<typeof PlayedScenario>;

/** A run that a link has brought. */
const SharedRun = v.object({ title: v.string(), run: StoredRun });
type SharedRun = v.InferOutput<typeof SharedRun>;

/** What brings a panel back: its session, what is told in it, and what the learner has set down. */
const SavedPanel = v.object({ session: v.unknown(), scene: v.nullable(SceneView), notebook: Notebook });
type SavedPanel = v.InferOutput<typeof SavedPanel>;

/** A topic's simulation; a run that is stored in a file, by its address; one that was found; a scenario's; or one that a link has brought. */
export type SimulationSubject = ItemRef | { readonly run: string } | { readonly found: Found } | { readonly scenario: PlayedScenario } | { readonly shared: SharedRun };

const SimulationSubject = v.union([
  v.object({ packId: v.string(), topicId: v.string(), itemId: v.string() }),
  v.object({ run: v.string() }),
  v.object({ found: Found }),
  v.object({ scenario: PlayedScenario }),
  v.object({ shared: SharedRun }),
]);

export interface SimulationPanelServices {
  readonly vscode: VsCode;
  readonly course: CourseService;
  readonly progress: ProgressService;
  /** The bundle of src/vscode/search/worker.ts. */
  readonly searchScript: string;
  /** That leads to the extension, such as `vscode://publisher.name`. */
  readonly linkBase: string;
  choose(): Promise<void>;
  /** Opens a panel beside. */
  open(subject: SimulationSubject): Promise<void>;
}

/** What a panel shows: a session, and what it is called and accompanied by here. */
interface Opened {
  readonly setting: Pick<SimulationView, 'simulationId' | 'title' | 'guide' | 'scene'>;
  readonly session: Session;
  /** The learner has come to the end of a topic's scene and has answered what was asked. */
  finished?(): void;
}

export function simulationPanel(services: SimulationPanelServices): PanelKind<SimulationContract, SimulationSubject> {
  const { vscode, course, progress, choose } = services;
  const openItem = async (ref: ItemRef, saved: SavedPanel | undefined): Promise<Opened> => {
    const found = (await course.catalog()).simulation(ref);
    if (!found) throw new Error(vscode.l10n.t('The simulation "{0}" is in no pack that is loaded.', ref.itemId));
    const { pack, simulation } = found;
    const opened = simulation.kind === 'guided' ? await openGuided(simulation, saved) : await openScene(pack, simulation, saved);
    await progress.update((before, now) => started(before, { kind: 'simulation', ...ref }, now));
    return { ...opened, finished: () => void progress.update((before, now) => marked(before, { kind: 'simulation', ...ref }, true, now)) };
  };
  const openGuided = async ({ simulationId, type, parameters, title, steps }: GuidedSimulation, saved: SavedPanel | undefined): Promise<Opened> => {
    const { createSession, restoreSession } = await import('../../simulations/session.ts');
    const session = saved === undefined ? createSession(type, parameters, breathe) : restoreSession(saved.session, breathe);
    return { setting: { simulationId, title, guide: [...steps], scene: null }, session };
  };
  const openScene = async ({ root }: Pack, { simulationId, title, file }: SimulationScene, saved: SavedPanel | undefined): Promise<Opened> => {
    const [{ playScenario }, { restoreSession }] = await Promise.all([import('../scenario/open.ts'), import('../../simulations/session.ts')]);
    const { workspace, Uri } = vscode;
    const play = async (): Promise<PlayedScenario> => playScenario(vscode, new TextDecoder().decode(await workspace.fs.readFile(Uri.joinPath(Uri.file(root), file))));
    const { scene, session } = saved ?? (await play());
    return { setting: { simulationId, title, guide: [], scene }, session: restoreSession(session, breathe) };
  };
  const openRun = async (run: string, saved: SavedPanel | undefined): Promise<Opened> => {
    const file = vscode.Uri.parse(run);
    const { restoreSession } = await import('../../simulations/session.ts');
    const session = saved === undefined ? await replayFile(vscode, file) : restoreSession(saved.session, breathe);
    return { setting: { simulationId: run, title: vscode.l10n.t('Run: {0}', nameOf(file)), guide: [], scene: null }, session };
  };
  const openFound = async (found: Found, saved: SavedPanel | undefined): Promise<Opened> => {
    const { restoreSession } = await import('../../simulations/session.ts');
    const { headline, details } = found;
    const session = restoreSession(saved ? saved.session : found.session, breathe);
    const guide = [{ title: headline, instruction: details.join(' ') }];
    return { setting: { simulationId: 'found', title: vscode.l10n.t('Found: {0}', headline.replace(/\.$/, '')), guide, scene: null }, session };
  };
  const openPlayed = async ({ title, scene, session }: PlayedScenario, saved: SavedPanel | undefined): Promise<Opened> => {
    const { restoreSession } = await import('../../simulations/session.ts');
    return { setting: { simulationId: 'scenario', title, guide: [], scene }, session: restoreSession(saved ? saved.session : session, breathe) };
  };
  const openShared = async ({ title, run }: SharedRun, saved: SavedPanel | undefined): Promise<Opened> => {
    const { restoreSession } = await import('../../simulations/session.ts');
    const name = vscode.l10n.t('Shared: {0}', title);
    const session = saved === undefined ? await replay(vscode, name, run) : restoreSession(saved.session, breathe);
    return { setting: { simulationId: 'shared', title: name, guide: [], scene: null }, session };
  };
  const openSubject = (subject: SimulationSubject, saved: SavedPanel | undefined): Promise<Opened> => {
    if ('run' in subject) return openRun(subject.run, saved);
    if ('shared' in subject) return openShared(subject.shared, saved);
    if ('scenario' in subject) return openPlayed(subject.scenario, saved);
    return 'found' in subject ? openFound(subject.found, saved) : openItem(subject, saved);
  };
  return {
    name: 'simulation',
    contract: simulationContract,
    drawsDiagrams: false,
    subject: SimulationSubject,
    choose,
    open: async (subject, saved) => {
      const restored = saved === undefined ? undefined : v.safeParse(SavedPanel, saved);
      if (restored && !restored.success) throw new Error(vscode.l10n.t('What it showed was not stored in a way that this version can read.'));
      return simulationContent(services, await openSubject(subject, restored?.output), restored?.output.notebook);
    },
  };
}

const EMPTY_NOTEBOOK: Notebook = { answers: {}, predictions: {}, bookmarks: [] };

/** A definition of simulations is general; name and guide are those that the topic gives it. */
async function simulationContent(
  { vscode, searchScript, linkBase, open }: SimulationPanelServices,
  { setting, session, finished }: Opened,
  kept: Notebook = EMPTY_NOTEBOOK,
): Promise<PanelContent<SimulationContract>> {
  const { PanelSearch } = await import('./search.ts');
  const changed = new vscode.EventEmitter<void>();
  const progress = new Throttle(PROGRESS_INTERVAL_MS, () => changed.fire());
  session.onJobChange(() => progress.trigger());
  const search = new PanelSearch(searchScript, () => changed.fire());
  let notebook = kept;
  let hasFinished = false;
  const named = async (shown: Promise<SimulationView>): Promise<SimulationView> => {
    const view = { ...(await shown), ...setting, notebook, search: search.job };
    if (!hasFinished && isAtEnd(view)) {
      hasFinished = true;
      finished?.();
    }
    return view;
  };
  return {
    title: setting.title,
    onDidChange: changed.event,
    resourceRoots: [],
    state: () => named(session.snapshot()),
    methods: {
      ...sessionMethods(session, search, named),
      setDown: (next) => {
        notebook = next;
        return named(session.snapshot());
      },
      configure: async (values) => {
        const view = await session.configure(values);
        // They are of branches that are gone.
        notebook = { ...notebook, bookmarks: [] };
        search.forget();
        return named(Promise.resolve(view));
      },
      savePicture: async (picture) => {
        savePicture(vscode, picture, `${session.searched.type}-space-time`);
        return true;
      },
      openFound: async () => {
        if (!search.found || search.job?.status !== 'ended') throw new Error(vscode.l10n.t('The latest search has found no run.'));
        const { headline, details } = search.job;
        await open({ found: { headline, details, session: search.found } });
        return null;
      },
      openScenario: async () => {
        const { scenarioOfRun } = await import('../../scenario/recorded.ts');
        await showText(vscode, 'dsim', scenarioOfRun(setting.title, await session.recorded()));
        return null;
      },
      copyLink: async () => {
        const { linkOf } = await import('../sharing/run-link.ts');
        const link = linkOf(linkBase, await session.shared());
        if (link === null) return { refusal: vscode.l10n.t('This run is too much for a link: what was done in it would make that too long. A run file holds it.') };
        await vscode.env.clipboard.writeText(link);
        return { refusal: null };
      },
      exportRun: async (request) => {
        const exported = await session.exportRun(request);
        await showExport(vscode, exported);
        return { remark: exported.remark };
      },
    },
    restoreData: (): SavedPanel => ({ session: session.save(), scene: setting.scene, notebook }),
    dispose: () => {
      session.close();
      progress.dispose();
      search.dispose();
      changed.dispose();
    },
  };
}

/** The last moment of a scene has come, and all that was asked is answered. */
function isAtEnd({ scene, cursor, notebook }: SimulationView): boolean {
  const moments = scene?.moments ?? [];
  const last = moments.at(-1);
  if (!last || cursor.step < last.step || cursor.time < last.time) return false;
  return moments.every(({ told }, at) => told.every(({ kind }, place) => kind !== 'ask' || notebook.answers[`${at}.${place}`] !== undefined));
}
