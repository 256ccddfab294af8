/** The simulation panel: a learner's way through the runs of one simulation. */
import * as v from 'valibot';
import { simulationContract, type SimulationContract, type SimulationView } from '../../contract/simulation.ts';
import { started } from '../../course/progress.ts';
import type { Session } from '../../simulations/session.ts';
import type { CourseService } from '../course/course-service.ts';
import type { ProgressService } from '../course/progress-service.ts';
import type { ItemRef } from '../course/refs.ts';
import type { VsCode } from '../host.ts';
import type { PanelContent, PanelKind } from './content.ts';

export interface SimulationPanelServices {
  readonly vscode: VsCode;
  readonly course: CourseService;
  readonly progress: ProgressService;
  choose(): Promise<void>;
}

export function simulationPanel({ vscode, course, progress, choose }: SimulationPanelServices): PanelKind<SimulationContract, ItemRef> {
  return {
    name: 'simulation',
    contract: simulationContract,
    drawsDiagrams: false,
    subject: v.object({ packId: v.string(), topicId: v.string(), itemId: v.string() }),
    choose,
    async open(ref, saved) {
      const found = (await course.catalog()).simulation(ref);
      if (!found) throw new Error(vscode.l10n.t('The simulation "{0}" is in no pack that is loaded.', ref.itemId));
      const { type, parameters, title, steps } = found.simulation;
      const { createSession, restoreSession } = await import('../../simulations/session.ts');
      const session = saved === undefined ? createSession(type, parameters, breathe) : restoreSession(saved, breathe);
      await progress.update((before, now) => started(before, { kind: 'simulation', ...ref }, now));
      return simulationContent(vscode, { simulationId: ref.itemId, title, guide: [...steps] }, session);
    },
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
    },
    restoreData: () => session.save(),
    dispose: () => changed.dispose(),
  };
}

/** Lets the extension host do something else between two slices of a long run. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
