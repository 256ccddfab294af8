/** Packs for tests: files in memory, and a small valid pack to be spoiled. */
import { FileTooLarge, type Entry, type PackFiles } from '../../src/course/files.ts';
import { loadPack } from '../../src/course/load-pack.ts';
import type { LoadEnvironment } from '../../src/course/loading.ts';
import type { PackOrigin, PackProblem, PackResult } from '../../src/course/model.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export function memoryFiles(files: Files, root = '/packs/sample'): PackFiles {
  return {
    root,
    async list(folder) {
      const prefix = folder === '' ? '' : `${folder}/`;
      const entries = new Map<string, Entry>();
      for (const path of Object.keys(files)) {
        if (!path.startsWith(prefix)) continue;
        const [name = '', ...rest] = path.slice(prefix.length).split('/');
        entries.set(name, { name, kind: rest.length === 0 ? 'file' : 'folder' });
      }
      return [...entries.values()];
    },
    async read(path, limit) {
      const content = files[path];
      if (content === undefined) throw new Error(`"${path}" can't be read: it does not exist.`);
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      if (bytes.length > limit) throw new FileTooLarge(path, limit);
      return bytes;
    },
  };
}

export const ENVIRONMENT: LoadEnvironment = {
  engineVersion: '0.1.0',
  simulations: new Map([
    [
      'raft',
      (parameters) => {
        for (const name of Object.keys(parameters)) if (name !== 'nodes') throw new RangeError(`There is no parameter "${name}".`);
      },
    ],
  ]),
};

export const BUILT_IN: PackOrigin = { kind: 'built-in' };

const PACK = `{
  "id": "sample",
  "title": "A sample",
  "version": "1.2.3",
  "engine": "^0.1.0",
  "description": "For tests.",
  "authors": ["Ada"],
  "license": "MIT",
  "modules": [
    { "id": "basics", "title": "Basics", "topics": ["clocks", "order"] }
  ]
}
`;

const CLOCKS = `{
  "id": "clocks",
  "title": "Clocks",
  "summary": "What a clock says.",
  "difficulty": "beginner",
  "prerequisites": [],
  "objectives": ["Read a clock"],
  "references": [{ "title": "A book" }, { "title": "A paper", "url": "https://example.org/paper" }],
  "examples": [
    {
      "id": "tick",
      "type": "raft",
      "title": "Tick",
      "description": "A clock ticks.",
      "parameters": { "nodes": 3 },
      "steps": [{ "title": "Wait", "instruction": "Wait for it." }]
    }
  ],
  "exercises": ["counter"]
}
`;

const ORDER = `{
  "id": "order",
  "title": "Order",
  "summary": "What comes first.",
  "difficulty": "expert",
  "prerequisites": ["clocks"],
  "objectives": ["Order events"],
  "references": []
}
`;

const LESSON = `Clocks tick.

## How they tick

See [the simulation](simulation:tick), [the exercise](exercise:counter), [order](topic:order) and [its questions](questions:order).

![A clock face](images/clock.svg)

\`\`\`mermaid
%% alt: A points to B.
flowchart LR
  A --> B
\`\`\`
`;

const QUESTIONS = `questions:
  - id: which
    kind: choice
    difficulty: beginner
    prompt: Which one?
    options:
      - text: This one
        right: true
        note: It is.
      - text: That one
        note: It is not.
    solution: This one.
  - id: sort
    kind: order
    difficulty: intermediate
    prompt: Sort them.
    items: [first, second, third, fourth]
    solution: As numbered.
  - id: why
    kind: short-answer
    difficulty: advanced
    prompt: Why?
    rubric: [One reason, Another reason, A third reason, A fourth reason]
    solution: For reasons.
`;

const EXERCISE = `{
  "id": "counter",
  "title": "Counter",
  "summary": "Count.",
  "difficulty": "beginner",
  "language": "typescript",
  "files": ["counter.ts"],
  "entry": "counter.ts",
  "exports": ["Counter"],
  "cases": [
    { "id": "counts", "title": "It counts", "description": "It has to count." }
  ],
  "limits": { "seconds": 10, "memory": 64 },
  "mutants": [
    { "name": "off-by-one", "bug": "It starts at one.", "failsCase": "counts" }
  ]
}
`;

const COUNTER = 'topics/clocks/exercises/counter';

export const SAMPLE = {
  'pack.json': PACK,
  'topics/clocks/topic.json': CLOCKS,
  'topics/clocks/lesson.md': LESSON,
  'topics/clocks/images/clock.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  [`${COUNTER}/exercise.json`]: EXERCISE,
  [`${COUNTER}/README.md`]: 'Count.',
  [`${COUNTER}/starter/counter.ts`]: 'export class Counter {}\n',
  [`${COUNTER}/solution/counter.ts`]: 'export class Counter {}\n',
  [`${COUNTER}/tests/index.ts`]: 'export default {};\n',
  [`${COUNTER}/mutants/off-by-one/counter.ts`]: 'export class Counter {}\n',
  'topics/order/topic.json': ORDER,
  'topics/order/questions.yaml': QUESTIONS,
} as const satisfies Files;

/** The sample with a piece of one file replaced; the piece has to be there once. */
export function spoiled(path: string, piece: string, replacement: string): Files {
  const text = (SAMPLE as Files)[path];
  if (typeof text !== 'string' || text.split(piece).length !== 2) throw new Error(`"${piece}" is not there once in ${path}.`);
  return { ...SAMPLE, [path]: text.replace(piece, () => replacement) };
}

export function without(...paths: readonly string[]): Files {
  return Object.fromEntries(Object.entries(SAMPLE).filter(([path]) => !paths.some((gone) => path === gone || path.startsWith(`${gone}/`))));
}

export function load(files: Files): Promise<PackResult> {
  return loadPack(memoryFiles(files), BUILT_IN, ENVIRONMENT);
}

/** The problems, or none where the pack is loaded. */
export async function problemsOf(files: Files): Promise<readonly PackProblem[]> {
  const result = await load(files);
  return result.kind === 'faulty' ? result.problems : [];
}

/** `file:line:column message`, as an editor lists them. */
export async function listed(files: Files): Promise<string[]> {
  return (await problemsOf(files)).map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
}
