/** The simulation panel: a learner's way through the runs of one simulation. */
import * as v from 'valibot';
import { simulationContract, type SimulationContract, type SimulationView } from '../../contract/simulation.ts';
import { started } from '../../course/progress.ts';
import type { Session } from '../../simulations/session.ts';
import type { CourseService } from '../course/course-service.ts';
import type { ProgressService } from '../course/progress-service.ts';
import type { ItemRef } from '../course/refs.ts';
import type { VsCode } from '../host.ts';
import { Throttle } from '../throttle.ts';
import { breathe } from './breathe.ts';
import type { PanelContent, PanelKind } from './content.ts';
import { nameOf, replayFile, showExport } from './run-files.ts';

/** A job's progress is drawn so often, and no more: a whole state is sent each time. */
const PROGRESS_INTERVAL_MS = 150;

/** A topic's simulation, or a run that is stored in a file, by its address. */
export type SimulationSubject = ItemRef | { readonly run: string };

const SimulationSubject = v.union([v.object({ packId: v.string(), topicId: v.string(), itemId: v.string() }), v.object({ run: v.string() })]);

export interface SimulationPanelServices {
  readonly vscode: VsCode;
  readonly course: CourseService;
  readonly progress: ProgressService;
  choose(): Promise<void>;
}

export function simulationPanel({ vscode, course, progress, choose }: SimulationPanelServices): PanelKind<SimulationContract, SimulationSubject> {
  const openItem = async (ref: ItemRef, saved: unknown): Promise<PanelContent<SimulationContract>> => {
    const found = (await course.catalog()).simulation(ref);
    if (!found) throw new Error(vscode.l10n.t('The simulation "{0}" is in no pack that is loaded.', ref.itemId));
    const { type, parameters, title, steps } = found.simulation;
    const { createSession, restoreSession } = await import('../../simulations/session.ts');
    const session = saved === undefined ? createSession(type, parameters, breathe) : restoreSession(saved, breathe);
    await progress.update((before, now) => started(before, { kind: 'simulation', ...ref }, now));
    return simulationContent(vscode, { simulationId: ref.itemId, title, guide: [...steps] }, session);
  };
  const openRun = async (run: string, saved: unknown): Promise<PanelContent<SimulationContract>> => {
    const file = vscode.Uri.parse(run);
    const { restoreSession } = await import('../../simulations/session.ts');
    const session = saved === undefined ? await replayFile(vscode, file) : restoreSession(saved, breathe);
    return simulationContent(vscode, { simulationId: run, title: vscode.l10n.t('Run: {0}', nameOf(file)), guide: [] }, session);
  };
  return {
    name: 'simulation',
    contract: simulationContract,
    drawsDiagrams: false,
    subject: SimulationSubject,
    choose,
    open: (subject, saved) => ('run' in subject ? openRun(subject.run, saved) : openItem(subject, saved)),
  };
}

/** A definition of simulations is general; name and guide are those that the topic gives it. */
function simulationContent(
  vscode: VsCode,
  setting: Pick<SimulationView, 'simulationId' | 'title' | 'guide'>,
  session: Session,
): PanelContent<SimulationContract> {
  const named = async (view: Promise<SimulationView>): Promise<SimulationView> => ({ ...(await view), ...setting });
  const changed = new vscode.EventEmitter<void>();
  const progress = new Throttle(PROGRESS_INTERVAL_MS, () => changed.fire());
  session.onJobChange(() => progress.trigger());
  return {
    title: setting.title,
    onDidChange: changed.event,
    resourceRoots: [],
    state: () => named(session.snapshot()),
    methods: {
      seek: (target) => named(session.seek(target)),
      act: (action) => named(session.act(action)),
      selectBranch: ({ branch }) => named(session.selectBranch(branch)),
      configure: (values) => named(session.configure(values)),
      events: ({ from, count }) => session.events(from, count),
      compare: ({ branch }) => session.compare(branch),
      endJob: () => named(session.endJob()),
      exportRun: async (request) => {
        const exported = await session.exportRun(request);
        await showExport(vscode, exported);
        return { remark: exported.remark };
      },
    },
    restoreData: () => session.save(),
    dispose: () => {
      session.close();
      progress.dispose();
      changed.dispose();
    },
  };
}
