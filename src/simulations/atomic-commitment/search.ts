/** What the searches of commit protocols have alike. */
import type { ParameterDefinition } from '../definition.ts';

/** Whether nodes come back, and what that means for what is looked for. */
export function restartsBound({ stayDown, comeBack, initial }: { readonly stayDown: string; readonly comeBack: string; readonly initial: 0 | 1 }) {
  return {
    name: 'restarts',
    label: 'After a crash',
    description: 'Whether nodes that have crashed come back.',
    unit: 'choice',
    choices: [
      { label: 'they stay down', description: stayDown },
      { label: 'they may come back', description: comeBack },
    ],
    initial,
  } as const satisfies ParameterDefinition;
}

/** Of a protocol from which it is asked that nobody waits for a restart. */
export const NOBODY_WAITS = 'What is left must come to a decision by itself: nobody who is up may be left in doubt with nothing to do (nonblocking).';
