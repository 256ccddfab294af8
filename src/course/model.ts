/** The course as the rest of the project sees it: packs that were loaded and validated. The file formats are in schema.ts. */

export type Difficulty = 'beginner' | 'intermediate' | 'advanced' | 'expert';
export type ItemState = 'new' | 'in-progress' | 'done';

/** A pack on disk, and where it came from. */
export interface Pack {
  readonly packId: string;
  readonly title: string;
  readonly version: string;
  readonly description: string;
  readonly authors: readonly string[];
  readonly license: string;
  /** Where its files are: an absolute path or URI, as its `PackFiles` understands it. */
  readonly root: string;
  readonly origin: PackOrigin;
  readonly modules: readonly CourseModule[];
}

export type PackOrigin =
  | { readonly kind: 'built-in' }
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'extension'; readonly extensionId: string };

/** One of a pack's ordered groups of topics, such as Fundamentals or Consensus. */
export interface CourseModule {
  readonly moduleId: string;
  readonly title: string;
  readonly topics: readonly DistributedSystemsTopic[];
}

export interface DistributedSystemsTopic {
  readonly packId: string;
  readonly topicId: string;
  readonly title: string;
  readonly summary: string;
  readonly difficulty: Difficulty;
  readonly prerequisites: readonly string[];
  readonly objectives: readonly string[];
  readonly references: readonly { readonly title: string; readonly url?: string | undefined }[];
  /** Path of the lesson inside the pack, or null where the topic has none. */
  readonly lesson: string | null;
  readonly examples: readonly DistributedSimulation[];
  readonly exercises: readonly Exercise[];
  readonly questions: readonly Question[];
}

interface OfferedSimulation {
  readonly simulationId: string;
  readonly title: string;
  readonly description: string;
}

/** A simulation that the learner works: which one, how it is set up, and what to look at. */
export interface GuidedSimulation extends OfferedSimulation {
  readonly kind: 'guided';
  /** The simulation's type, as `src/simulations` registers it: `raft`. */
  readonly type: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** What the learner is led through, in order. */
  readonly steps: readonly SimulationStep[];
}

/** A scenario's run, which tells and asks at its moments. */
export interface SimulationScene extends OfferedSimulation {
  readonly kind: 'scene';
  /** Path of the scenario inside the pack. */
  readonly file: string;
}

/** A simulation as a topic offers it. */
export type DistributedSimulation = GuidedSimulation | SimulationScene;

/** One thing to do and to see in a simulation. */
export interface SimulationStep {
  readonly title: string;
  readonly instruction: string;
}

export interface Exercise {
  readonly packId: string;
  readonly topicId: string;
  readonly exerciseId: string;
  readonly title: string;
  readonly summary: string;
  readonly difficulty: Difficulty;
  /** Folder of the exercise inside the pack. */
  readonly folder: string;
  /** The learner's files, relative to `starter/`; the first is opened. */
  readonly files: readonly string[];
  /** The module that the tests import, relative to `starter/`. */
  readonly entry: string;
  /** What the entry must export. */
  readonly exports: readonly string[];
  readonly cases: readonly ExerciseCase[];
  readonly limits: ExerciseLimits;
  readonly hints: readonly string[];
  readonly mutants: readonly Mutant[];
}

/** A test case as the Testing view lists it; what it does is in the exercise's `tests/`. */
export interface ExerciseCase {
  readonly id: string;
  readonly title: string;
  /** What a learner reads to understand what is asked. */
  readonly description: string;
}

export interface ExerciseLimits {
  /** Wall-clock seconds for a whole run. */
  readonly seconds: number;
  /** Megabytes of heap. */
  readonly memory: number;
}

/** A wrong solution that the tests must refuse: the case that must fail, and why. */
export interface Mutant {
  readonly name: string;
  readonly bug: string;
  readonly failsCase: string;
}

interface QuestionBase {
  readonly questionId: string;
  readonly difficulty: Difficulty;
  /** Markdown. */
  readonly prompt: string;
  /** Markdown. */
  readonly solution: string;
  readonly references: readonly string[];
}

export type Question =
  | (QuestionBase & { readonly kind: 'choice'; readonly options: readonly { text: string; right: boolean; note: string }[] })
  | (QuestionBase & { readonly kind: 'order'; /** In the right order. */ readonly items: readonly string[] })
  | (QuestionBase & { readonly kind: 'short-answer' | 'design'; readonly rubric: readonly string[] });

/** What is wrong with a file of a pack, where, and what to do. Lines and columns start at 1. */
export interface PackProblem {
  readonly packRoot: string;
  /** Relative to the pack's root. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly remedy: string;
}

/** What came of loading one pack: the pack, or what is wrong with it. */
export type PackResult =
  | {
      readonly kind: 'loaded';
      readonly pack: Pack;
      /** Where its pack.json states the id. */
      readonly identityAt: { readonly line: number; readonly column: number };
    }
  | { readonly kind: 'faulty'; readonly root: string; readonly title: string; readonly origin: PackOrigin; readonly problems: readonly PackProblem[] };
