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
      const { type, parameters, title } = found.simulation;
      const { createSession, restoreSession } = await import('../../simulations/session.ts');
      const session = saved === undefined ? createSession(type, parameters) : restoreSession(saved);
      await progress.update((before, now) => started(before, { kind: 'simulation', ...ref }, now));
      return simulationContent(vscode, ref, title, session);
    },
  };
}

/** A definition of simulations is general; the panel bears the name that the topic gives it. */
function simulationContent(vscode: VsCode, { itemId }: ItemRef, title: string, session: Session): PanelContent<SimulationContract> {
  const named = async (view: Promise<SimulationView>): Promise<SimulationView> => ({ ...(await view), simulationId: itemId, title });
  const changed = new vscode.EventEmitter<void>();
  return {
    title,
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
