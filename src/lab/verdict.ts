/** What grading gives back. Lines and columns start at 1; paths are relative to the learner's exercise folder. */

export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Frame extends Location {
  readonly name: string;
}

export type CaseState = 'passed' | 'failed' | 'errored' | 'skipped';

/** `failed`: the learner's code breaks what the case asks. `errored`: the case could not be judged (a crash, a limit). */
export interface CaseResult {
  readonly id: string;
  readonly state: CaseState;
  readonly message: string;
  readonly expected?: string | undefined;
  readonly actual?: string | undefined;
  readonly location?: Location | undefined;
  readonly stack?: readonly Frame[] | undefined;
  /** The seed of the run that failed. */
  readonly seed?: number | undefined;
  readonly durationMs: number;
}

export type Outcome =
  | { readonly kind: 'completed' }
  | { readonly kind: 'compile-error'; readonly message: string; readonly location: Location }
  | { readonly kind: 'missing-export'; readonly message: string; readonly location: Location }
  | { readonly kind: 'timed-out'; readonly message: string }
  | { readonly kind: 'out-of-memory'; readonly message: string }
  | { readonly kind: 'crashed'; readonly message: string }
  | { readonly kind: 'cancelled' };

export interface Verdict {
  readonly outcome: Outcome;
  /** One for each case asked for, in the exercise's order; every one has ended. */
  readonly cases: readonly CaseResult[];
}

export type GradeEvent =
  | { readonly kind: 'case-started'; readonly id: string }
  | { readonly kind: 'output'; readonly text: string; readonly location?: Location | undefined }
  | { readonly kind: 'case-ended'; readonly result: CaseResult };

export interface SourceFile {
  /** Relative to the exercise folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface GradeRequest {
  readonly exerciseId: string;
  readonly entry: string;
  readonly exports: readonly string[];
  /** The learner's files. */
  readonly sources: readonly SourceFile[];
  /** The exercise's `tests/`, whose entry is `tests/index.ts`. */
  readonly tests: readonly SourceFile[];
  /** Ids of the cases to run, in order. */
  readonly cases: readonly string[];
  readonly limits: { readonly seconds: number; readonly memory: number };
}

export interface GradeOptions {
  readonly onEvent?: (event: GradeEvent) => void;
  readonly signal?: AbortSignal;
  readonly debug?: DebugOptions;
}

/** Runs the learner's code under a debugger, without limits of time and memory. */
export interface DebugOptions {
  /** The learner's exercise folder on disk, so that a debugger finds the files. */
  readonly root: string;
  /** Called once with the address to attach to; the run begins when a debugger has attached and resumed. */
  readonly onInspector: (address: InspectorAddress) => void;
}

export interface InspectorAddress {
  readonly host: string;
  readonly port: number;
  /** `ws://host:port/id` */
  readonly url: string;
}

/** Grades exercises in child processes; `dispose` ends every process it started. */
export interface Grader {
  grade(request: GradeRequest, options?: GradeOptions): Promise<Verdict>;
  dispose(): void;
}
