import { ExpectationError, SeededFailure } from '../grading/failures.ts';
import { Misuse } from '../realm/judgement.ts';
import { LearnerError } from '../realm/learner-error.ts';
import type { CaseResult, Location } from '../verdict.ts';
import type { Sources } from './sources.ts';

type Failure = Omit<CaseResult, 'id' | 'durationMs'>;

/** What a case's failure says to the learner, and where. */
export function describeFailure(failure: unknown, sources: Sources, lastCall: string | undefined): Failure {
  if (failure instanceof SeededFailure) {
    const inner = describeFailure(failure.cause, sources, lastCall);
    return { ...inner, seed: failure.seed };
  }
  if (failure instanceof ExpectationError) {
    const at = failure.at;
    return {
      state: 'failed',
      message: failure.message,
      ...(failure.expected === undefined ? {} : { expected: failure.expected }),
      ...(failure.actual === undefined ? {} : { actual: failure.actual }),
      ...(at === undefined ? {} : { location: sources.declarationOf(at) }),
    };
  }
  if (failure instanceof LearnerError) return describeThrown(failure, sources, lastCall);
  const { message, stack = '' } = failure instanceof Error ? failure : new Error(String(failure));
  const place = failure instanceof Misuse ? '' : (/\(?exercise:(.*?:\d+):\d+\)?/.exec(stack)?.[1] ?? '');
  return { state: 'errored', message: `The exercise's own test is at fault${place && ` (${place})`}: ${message}` };
}

function describeThrown(failure: LearnerError, sources: Sources, lastCall: string | undefined): Failure {
  const stack = sources.refineAll(failure.frames);
  const [innermost] = stack;
  const location: Location | undefined = innermost
    ? { file: innermost.file, line: innermost.line, column: innermost.column }
    : lastCall === undefined ? undefined : sources.declarationOf(lastCall);
  return { state: 'failed', message: failure.message, ...(location ? { location } : {}), ...(stack.length > 0 ? { stack } : {}) };
}
