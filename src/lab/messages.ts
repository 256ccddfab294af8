/** What the grader and its child process say to each other, over Node's IPC channel, which learner code can't reach. */
import type { CompiledModule } from './realm/program.ts';
import type { GradeEvent, Outcome, SourceFile } from './verdict.ts';

export interface Job {
  /** The learner's files as they are, and compiled. */
  readonly sources: readonly SourceFile[];
  readonly modules: readonly CompiledModule[];
  readonly tests: readonly CompiledModule[];
  readonly entry: string;
  readonly exports: readonly string[];
  readonly cases: readonly string[];
  /** Seconds after which the child ends itself, should nobody be there any more to end it; null for never. */
  readonly lifetime: number | null;
  /** Folder of the learner's files, where a debugger is to find them; null where there is no debugger. */
  readonly root: string | null;
}

/** What the operating system lets the child do although it was started without the permission. */
export interface Openings {
  readonly write: boolean;
  readonly spawn: boolean;
}

export type ChildMessage =
  | { readonly kind: 'ready'; readonly openings: Openings }
  | { readonly kind: 'event'; readonly event: GradeEvent }
  | { readonly kind: 'ended'; readonly outcome: Outcome };
