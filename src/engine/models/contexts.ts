/** Contexts for processes that run inside another: what they do can be watched, or changed on its way out. */
import type { Context } from '../sim/process.ts';

/** A context that is as another, but for some of what can be done with it. */
export function changedContext<Message, Note>(
  context: Context<Message, Note>,
  changes: Partial<Pick<Context<Message, Note>, 'send' | 'note'>>,
): Context<Message, Note> {
  return {
    node: context.node,
    size: context.size,
    random: context.random,
    store: context.store,
    now: () => context.now(),
    send: (to, message) => context.send(to, message),
    setTimer: (name, delay) => context.setTimer(name, delay),
    cancelTimer: (name) => context.cancelTimer(name),
    note: (note) => context.note(note),
    ...changes,
  };
}
