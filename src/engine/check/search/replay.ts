/**
 * Makes a run of a way that a search has found, so that it can be gone through like any other: the same choices in the same
 * order, as actions of a schedule. Nothing else happens meanwhile, since messages are held back and no timer gets its turn.
 */
import type { Action, Schedule, ScheduledAction } from '../../sim/schedule.ts';
import { Simulator } from '../../sim/simulator.ts';
import type { System } from '../../sim/system.ts';
import { SECOND, type Micros } from '../../sim/time.ts';
import type { Envelope } from '../../sim/trace.ts';
import { canonical } from './canonical.ts';
import type { Choice, SearchModel, SentMessage } from './model.ts';

/** Longer than anyone looks at a run. */
const HELD_BACK: Action = { kind: 'network', quality: { latency: { kind: 'constant', value: 86_400 * SECOND }, loss: 0, duplication: 0 } };
const AS_AT_FIRST: Action = { kind: 'network', quality: null };

/**
 * @param system with the model's nodes, and the network that the run goes on with afterwards
 * @param messageOf the search's messages by number (`Space.message`)
 * @param seed that the run will have
 * @throws Error where the system does not do what the search saw, naming the step
 */
export function scheduleOf<Message>(model: SearchModel<Message>, system: System<Message>, choices: readonly Choice[], messageOf: (number: number) => SentMessage<Message>, seed = 0): Schedule {
  const schedule: ScheduledAction[] = [];
  let at: Micros = 0;
  let simulator = runTo(system, schedule, seed);

  const act = (action: Action): void => {
    // A step a microsecond, unless a timer would fire before: then at the same moment, before the timer.
    at = Math.max(at, Math.min(at + 1, simulator.nextTime));
    schedule.push({ at, after: simulator.events - 1, action });
    simulator = runTo(system, schedule, seed);
  };

  act(HELD_BACK);
  choices.forEach((choice, position) => {
    for (const action of actionsFor(choice, model, simulator, messageOf, isNeededAgain(choices, position))) act(action);
  });
  act(AS_AT_FIRST);
  return schedule;
}

/** The first steps of a run: all starts, and every action of the schedule so far. */
function runTo<Message>(system: System<Message>, schedule: Schedule, seed: number): Simulator<Message> {
  const simulator = new Simulator({ system, seed, schedule: schedule.slice() });
  while (simulator.nextTime === 0 && simulator.nodes.some(({ lives }) => lives === 0) && simulator.advance());
  while (simulator.schedulePosition < schedule.length && simulator.advance());
  return simulator;
}

/** Whether a message that is delivered now will be delivered once more: what a set keeps, a run has to double. */
function isNeededAgain(choices: readonly Choice[], position: number): boolean {
  const choice = choices[position];
  return choice?.kind === 'deliver' && choices.slice(position + 1).some((later) => later.kind === 'deliver' && later.message === choice.message);
}

function actionsFor<Message>(
  choice: Choice,
  model: SearchModel<Message>,
  simulator: Simulator<Message>,
  messageOf: (number: number) => SentMessage<Message>,
  again: boolean,
): readonly Action[] {
  switch (choice.kind) {
    case 'deliver':
    case 'lose':
    case 'duplicate': {
      const { id } = inFlight(simulator, messageOf(choice.message));
      if (choice.kind === 'lose') return [{ kind: 'drop', message: id }];
      if (choice.kind === 'duplicate') return [{ kind: 'copy', message: id }];
      return [...(again && model.network !== 'bag' ? [{ kind: 'copy', message: id } as const] : []), { kind: 'deliver', message: id }];
    }
    case 'timer':
      return [{ kind: 'fire', node: choice.node, timer: choice.name }];
    case 'disk':
      return (simulator.nodes[choice.node]?.timers() ?? [])
        .filter(({ name }) => model.isDiskWait?.(name))
        .slice(0, 1)
        .map(({ name }) => ({ kind: 'fire', node: choice.node, timer: name }));
    case 'crash':
    case 'restart':
      return [{ kind: choice.kind, node: choice.node }];
    case 'command':
      return [{ kind: 'command', ...model.commands![choice.command]! }];
  }
}

function inFlight<Message>(simulator: Simulator<Message>, { from, to, message }: SentMessage<Message>): Envelope<Message> {
  const text = canonical(message);
  const found = simulator.messagesInFlight().find((envelope) => envelope.from === from && envelope.to === to && canonical(envelope.message) === text);
  if (!found) throw new Error(`After step ${simulator.step} the search has a message from node ${from} to node ${to} in flight that the run does not have: does a process draw random numbers, or read its clock?`);
  return found;
}
