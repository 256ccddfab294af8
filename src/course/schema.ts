/**
 * The formats of a pack's files: one schema for each kind. The loader validates with them, and the build turns the
 * same schemas into the JSON schemas that editors complete and check with, so the two can't disagree.
 *
 * The message of a check is its remedy: what the author should write instead. What is wrong is said by validate.ts,
 * which knows the value and its place. Checks across files, or that JSON Schema can't express, are in the loader.
 */
import * as v from 'valibot';

function text(description: string, maxLength = 300) {
  return v.pipe(
    v.string(),
    v.regex(/\S/, 'Write some text.'),
    v.maxLength(maxLength, `Keep it within ${maxLength} characters.`),
    v.description(description),
  );
}

function markdown(description: string) {
  return text(`${description} Markdown.`, 20_000);
}

function slug(description: string) {
  return v.pipe(
    v.string(),
    v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower-case letters and digits, with single hyphens between words, such as "time-and-order".'),
    v.maxLength(64, 'Keep it within 64 characters.'),
    v.description(description),
  );
}

/** Each part of the path starts with a letter, digit or underscore, so that no path can lead out of its folder. */
function relativePath(description: string) {
  return v.pipe(
    v.string(),
    v.regex(
      /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/,
      'Write a path relative to the folder, with forward slashes and without "..", such as "src/clock.ts".',
    ),
    v.maxLength(200, 'Keep it within 200 characters.'),
    v.description(description),
  );
}

function wholeNumber(minimum: number, maximum: number, description: string) {
  const remedy = `Write a whole number from ${minimum} to ${maximum}.`;
  return v.pipe(v.number(), v.integer(remedy), v.minValue(minimum, remedy), v.maxValue(maximum, remedy), v.description(description));
}

function list<Item extends v.GenericSchema>(item: Item, description: string, minimum: number, maximum = 200) {
  return v.pipe(
    v.array(item),
    v.minLength(minimum, `List at least ${minimum}.`),
    v.maxLength(maximum, `List at most ${maximum}.`),
    v.description(description),
  );
}

const difficulty = v.pipe(
  v.picklist(['beginner', 'intermediate', 'advanced', 'expert']),
  v.description('How hard it is for a working software engineer.'),
);

const schemaReference = v.optional(v.pipe(v.string(), v.description('The JSON schema of this file, for editors that need to be told.')));

const CourseModule = v.strictObject({
  id: slug('Names the module; unique in the pack.'),
  title: text('What the learner reads, such as "Consensus".', 100),
  topics: list(slug('The name of a folder in topics/.'), 'The topics, in the order in which they are learned.', 1),
});

export const PackFile = v.pipe(
  v.strictObject({
    $schema: schemaReference,
    id: slug('Names the pack; it never changes, because progress is kept under it.'),
    title: text('What the learner reads.', 100),
    version: v.pipe(
      v.string(),
      v.regex(/^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/, 'Write three numbers, such as "1.4.0".'),
      v.description('The version of this pack: major.minor.patch. Where two versions of one pack are found, the higher one is used.'),
    ),
    engine: v.pipe(
      v.string(),
      v.regex(
        /^(\^\d+\.\d+\.\d+|>=\d+\.\d+\.\d+( <\d+\.\d+\.\d+)?)$/,
        'Write "^0.1.0", ">=0.1.0" or ">=0.1.0 <0.3.0".',
      ),
      v.description('The versions of this extension that the pack works with: "^0.1.0", ">=0.1.0" or ">=0.1.0 <0.3.0".'),
    ),
    description: text('What the pack teaches, in a sentence or two.', 1000),
    authors: list(text('A name.', 100), 'Who wrote the pack. Two packs with one id and no author in common are taken for different packs.', 1),
    license: text('The license of the content: an SPDX identifier such as "MIT" or "CC-BY-4.0".', 100),
    modules: list(CourseModule, 'Groups of topics, in order.', 1),
  }),
  v.title('Course pack'),
  v.description('pack.json: a pack of topics for Distributed Systems Mastery.'),
);
export type PackFile = v.InferOutput<typeof PackFile>;

const Step = v.strictObject({
  title: text('What this step is about, in a few words.', 100),
  instruction: text('What to do in the simulation and what to look at.', 2000),
});

const Example = v.strictObject({
  id: slug('Names the simulation; unique in the topic. A lesson links to it as simulation:<id>.'),
  type: slug('Which simulation it is, such as "raft".'),
  title: text('What the learner reads.', 100),
  description: text('What this simulation shows.', 1000),
  parameters: v.optional(
    v.pipe(
      v.record(v.string(), v.number()),
      v.description('Values that differ from the initial ones. Durations are in microseconds, probabilities from 0 to 1.'),
    ),
    {},
  ),
  steps: list(Step, 'What the learner is led through, in order.', 1, 30),
});

const Scene = v.strictObject({
  id: slug('Names the scene and its file, scenarios/<id>.dsim; unique among the simulations of the topic. A lesson links to it as simulation:<id>.'),
  title: text('What the learner reads.', 100),
  description: text('What this scene shows.', 1000),
});

const Reference = v.strictObject({
  title: text('Author, title, year, and the sections that matter here.'),
  url: v.optional(
    v.pipe(v.string(), v.regex(/^https:\/\/\S+$/, 'Write an address that starts with https://.'), v.description('Where it can be read: an https address.')),
  ),
});

export const TopicFile = v.pipe(
  v.strictObject({
    $schema: schemaReference,
    id: slug("Names the topic; the same as its folder's name."),
    title: text('What the learner reads.', 100),
    summary: text('What the topic is about, in a sentence.', 500),
    difficulty,
    prerequisites: list(slug('The id of a topic of this pack.'), 'Topics of this pack to learn first.', 0),
    objectives: list(text('What the learner can do afterwards.'), 'What the learner can do afterwards.', 1, 20),
    references: list(Reference, 'Papers, books and documents that the topic rests on.', 0, 50),
    examples: v.optional(list(Example, 'Simulations that the topic offers, in order.', 0, 50), []),
    scenes: v.optional(list(Scene, 'Scenarios that are told step by step in the simulation panel, in order.', 0, 50), []),
    exercises: v.optional(list(slug('The name of a folder in exercises/.'), 'Coding exercises, in order.', 0), []),
  }),
  v.title('Topic'),
  v.description('topic.json: a topic of a course pack. Its lesson is lesson.md and its questions are questions.yaml beside it.'),
);
export type TopicFile = v.InferOutput<typeof TopicFile>;

const Case = v.strictObject({
  id: slug('Names the test case; tests/ registers a case under the same id.'),
  title: text('What the Testing view shows.', 150),
  description: text('What is asked, for a learner whose code fails here.', 1000),
});

const Mutant = v.strictObject({
  name: slug('The name of a folder in mutants/, which holds the files that differ from solution/.'),
  bug: text('What is wrong with this variant.', 500),
  failsCase: slug('The id of the case that must fail because of it.'),
});

export const ExerciseFile = v.pipe(
  v.strictObject({
    $schema: schemaReference,
    id: slug("Names the exercise; the same as its folder's name."),
    title: text('What the learner reads.', 100),
    summary: text('What is built, in a sentence.', 500),
    difficulty,
    language: v.pipe(v.literal('typescript'), v.description('The language that the learner writes.')),
    files: list(
      relativePath('A path inside starter/.'),
      "The learner's files. Each is in starter/ and in solution/; the first is opened.",
      1,
      20,
    ),
    entry: relativePath('The file whose exports are tested; one of "files".'),
    exports: list(
      v.pipe(v.string(), v.regex(/^[A-Za-z_$][\w$]*$/, 'Write the name of an export, such as "LamportClock".'), v.description('A name.')),
      'What the entry must export.',
      1,
      50,
    ),
    cases: list(Case, 'The test cases, in the order in which they are run.', 1, 100),
    limits: v.pipe(
      v.strictObject({
        seconds: wholeNumber(1, 300, 'Wall-clock seconds for a whole run.'),
        memory: wholeNumber(16, 2048, 'Megabytes of heap.'),
      }),
      v.description('What a run may use before it is stopped.'),
    ),
    hints: v.optional(list(text('One hint.', 1000), 'Hints, from the gentlest to the plainest.', 0, 20), []),
    mutants: list(Mutant, 'Wrong variants of the solution, each of which the tests must refuse.', 1, 50),
  }),
  v.title('Exercise'),
  v.description('exercise.json: a coding exercise, beside its README.md, starter/, solution/, tests/ and mutants/.'),
);
export type ExerciseFile = v.InferOutput<typeof ExerciseFile>;

const questionBase = {
  id: slug('Names the question; unique in the topic.'),
  difficulty,
  prompt: markdown('What is asked.'),
  solution: markdown('The worked solution: the answer, the reasoning, and the mistakes that people make.'),
  references: v.optional(list(text('A source, with the section.'), 'What the solution rests on.', 0, 20), []),
};

const Option = v.strictObject({
  text: markdown('The option.'),
  right: v.optional(v.pipe(v.boolean(), v.description('Whether it is right. Several options may be.')), false),
  note: text('Why it is right or wrong, shown once the learner has answered.', 1000),
});

function questionKind<Kind extends v.GenericSchema<string>>(kind: Kind) {
  return v.pipe(kind, v.description('How it is answered: "choice", "order", "short-answer" or "design".'));
}

export const Question = v.variant('kind', [
  v.pipe(
    v.strictObject({
      kind: questionKind(v.literal('choice')),
      ...questionBase,
      options: list(Option, 'The options, of which at least one is right and one is wrong.', 2, 10),
    }),
    v.description('Choose the right options.'),
  ),
  v.pipe(
    v.strictObject({
      kind: questionKind(v.literal('order')),
      ...questionBase,
      items: list(markdown('One item.'), 'The items in the right order; the learner sees them shuffled.', 3, 10),
    }),
    v.description('Put the items into order.'),
  ),
  v.pipe(
    v.strictObject({
      kind: questionKind(v.picklist(['short-answer', 'design'])),
      ...questionBase,
      rubric: list(text('One thing that a good answer names.', 500), 'What a good answer names; the learner ticks what theirs has.', 1, 15),
    }),
    v.description("Answer in one's own words, judged against a rubric."),
  ),
]);

export const QuestionsFile = v.pipe(
  v.strictObject({ questions: list(Question, 'The questions, in order.', 1, 100) }),
  v.title('Questions'),
  v.description('questions.yaml: the interview questions of a topic.'),
);
export type QuestionsFile = v.InferOutput<typeof QuestionsFile>;

/** By kind of file: pack.json, topic.json, exercise.json and questions.yaml. */
export const fileSchemas = { pack: PackFile, topic: TopicFile, exercise: ExerciseFile, questions: QuestionsFile } as const;
