/** Contexts made of others. */
import type { Context } from './process.ts';

/** A context that is as another one but for what is given. */
export function amended<Message, Note>(context: Context<Message, Note>, changes: Partial<Context<Message, Note>>): Context<Message, Note> {
  const { node, size, random, store } = context;
  return {
    node,
    size,
    random,
    store,
    now: () => context.now(),
    send: (to, message) => context.send(to, message),
    setTimer: (name, delay) => context.setTimer(name, delay),
    cancelTimer: (name) => context.cancelTimer(name),
    note: (note) => context.note(note),
    ...changes,
  };
}
