import assert from 'node:assert/strict';
import { loadPack } from '../../src/course/load-pack.ts';
import type { Entry } from '../../src/course/files.ts';
import { BUILT_IN, ENVIRONMENT, listed, load, memoryFiles, problemsOf, SAMPLE, spoiled, without, type Files } from './packs.ts';

const TOPIC = 'topics/clocks/topic.json';
const LESSON = 'topics/clocks/lesson.md';
const QUESTIONS = 'topics/order/questions.yaml';
const FOLDER = 'topics/clocks/exercises/counter';
const EXERCISE = `${FOLDER}/exercise.json`;

describe('loading a pack', () => {
  it('gives the course as the rest of the project sees it', async () => {
    const result = await load(SAMPLE);
    assert.equal(result.kind, 'loaded');
    if (result.kind !== 'loaded') return;
    const { pack } = result;
    assert.deepEqual([pack.packId, pack.version, pack.root, pack.origin], ['sample', '1.2.3', '/packs/sample', BUILT_IN]);
    const [clocks, order] = pack.modules[0]?.topics ?? [];
    assert.equal(clocks?.lesson, LESSON);
    assert.deepEqual(clocks?.examples.map((example) => [example.simulationId, example.kind === 'guided' && example.parameters]), [['tick', { nodes: 3 }]]);
    assert.deepEqual(clocks?.exercises.map(({ exerciseId, folder, hints }) => [exerciseId, folder, hints]), [['counter', FOLDER, []]]);
    assert.equal(order?.lesson, null);
    assert.deepEqual(order?.questions.map(({ questionId, kind }) => [questionId, kind]), [['which', 'choice'], ['sort', 'order'], ['why', 'short-answer']]);
    const [which] = order?.questions ?? [];
    assert.deepEqual(which?.kind === 'choice' && which.options.map(({ right }) => right), [true, false]);
  });

  it('offers scenes after the other simulations', async () => {
    const listedScene = spoiled(TOPIC, '"exercises"', '"scenes": [{ "id": "tock", "title": "Tock", "description": "It tocks." }],\n  "exercises"');
    const result = await load({ ...listedScene, 'topics/clocks/scenarios/tock.dsim': 'scenario "Tock" system raft' });
    assert.ok(result.kind === 'loaded');
    const [, scene] = result.pack.modules[0]?.topics[0]?.examples ?? [];
    assert.deepEqual(scene, { kind: 'scene', simulationId: 'tock', title: 'Tock', description: 'It tocks.', file: 'topics/clocks/scenarios/tock.dsim' });
  });

  it('takes a byte order mark and the line ends of Windows', async () => {
    const windows = Object.fromEntries(Object.entries(SAMPLE).map(([path, text]) => [path, `\uFEFF${text.replaceAll('\n', '\r\n')}`]));
    assert.deepEqual(await listed(windows), []);
  });

  it('takes the same lines for the same faults whatever the line ends are', async () => {
    const files = spoiled(QUESTIONS, 'prompt: Why?', 'prompt: 3');
    const windows = { ...files, [QUESTIONS]: `\uFEFF${String(files[QUESTIONS]).replaceAll('\n', '\r\n')}` };
    assert.deepEqual(await listed(windows), await listed(files));
  });

  it('leaves out what version control and package managers keep in the folder', async () => {
    assert.deepEqual(await listed({ ...SAMPLE, '.git/config': '', 'node_modules/x/index.js': '', 'topics/clocks/.DS_Store': '', 'README.md': '', LICENSE: '' }), []);
  });
});

describe('a fault in a pack', () => {
  const cases: readonly { name: string; files: Files; expected: readonly string[] }[] = [
    {
      name: 'a folder without pack.json',
      files: without('pack.json'),
      expected: ['pack.json:1:1 This folder holds no pack.json, so it is no course pack.'],
    },
    {
      name: 'a comment in JSON',
      files: spoiled('pack.json', '  "title"', '  // the title\n  "title"'),
      expected: ['pack.json:3:3 JSON has no comments.'],
    },
    {
      name: 'a trailing comma',
      files: spoiled('pack.json', '"license": "MIT",', '"license": "MIT",,'),
      expected: ['pack.json:8:20 A property name is missing here.'],
    },
    {
      name: 'a key that is given twice',
      files: spoiled('pack.json', '"license": "MIT"', '"license": "MIT", "title": "B"'),
      expected: ['pack.json:8:21 "title" is given twice in this object.'],
    },
    {
      name: 'a property that is missing, one that is unknown and one of the wrong kind, all at once',
      files: spoiled(TOPIC, '"summary": "What a clock says.",\n  "difficulty": "beginner"', '"sumary": "What a clock says.",\n  "difficulty": 3'),
      expected: [
        `${TOPIC}:1:1 "summary" is missing.`,
        `${TOPIC}:4:3 "sumary" does not belong here.`,
        `${TOPIC}:5:17 "difficulty" is 3, which does not fit.`,
      ],
    },
    {
      name: 'a list in the place of an object',
      files: spoiled(TOPIC, '"parameters": { "nodes": 3 }', '"parameters": [3]'),
      expected: [`${TOPIC}:15:21 "parameters" of examples[0] is a list, which does not fit.`],
    },
    {
      name: 'a file that is a list',
      files: { ...SAMPLE, 'pack.json': '[1]' },
      expected: ['pack.json:1:1 The file is a list, which does not fit.'],
    },
    {
      name: 'an id that is no slug',
      files: spoiled(TOPIC, '"id": "tick"', '"id": "Tick Tock"'),
      expected: [`${TOPIC}:11:13 "id" of examples[0] is "Tick Tock", which does not fit.`],
    },
    {
      name: 'an engine that the pack is not made for',
      files: spoiled('pack.json', '^0.1.0', '>=0.2.0 <1.0.0'),
      expected: ['pack.json:5:13 The pack is made for >=0.2.0 <1.0.0 of this extension, which is 0.1.0.'],
    },
    {
      name: 'topics that are missing, repeated or not listed',
      files: spoiled('pack.json', '["clocks", "order"]', '["clocks", "clocks", "chaos"]'),
      expected: [
        'pack.json:9:14 "topics/order" is not listed in "modules".',
        'pack.json:10:63 The topic "clocks" is given twice.',
        'pack.json:10:73 There is no topic "chaos".',
        'topics/clocks/lesson.md:5:82 There is no topic "order" in this pack.',
        'topics/clocks/lesson.md:5:115 There is no topic "order" in this pack.',
      ],
    },
    {
      name: 'a topic whose id is not the name of its folder',
      files: spoiled('topics/order/topic.json', '"id": "order"', '"id": "disorder"'),
      expected: ['topics/order/topic.json:2:9 The id "disorder" is not the folder\'s name, "order".'],
    },
    {
      name: 'a file in a topic that would be ignored',
      files: { ...SAMPLE, 'topics/order/Lesson.md': '' },
      expected: ['topics/order/topic.json:1:1 "topics/order/Lesson.md" is not part of a topic.'],
    },
    {
      name: 'a scene without its scenario, and one that has the id of a simulation',
      files: {
        ...spoiled(TOPIC, '"exercises"', '"scenes": [{ "id": "tick", "title": "T", "description": "D" }, { "id": "gone", "title": "G", "description": "D" }],\n  "exercises"'),
        'topics/clocks/scenarios/tick.dsim': '',
      },
      expected: [`${TOPIC}:19:22 The simulation "tick" is given twice.`, `${TOPIC}:19:74 There is no scenario "gone".`],
    },
    {
      name: 'a topic that offers nothing',
      files: { ...without('topics/order/questions.yaml'), [LESSON]: 'Nothing.' },
      expected: ['topics/order/topic.json:1:1 The topic offers nothing.'],
    },
    {
      name: 'a prerequisite that is unknown',
      files: spoiled('topics/order/topic.json', '["clocks"]', '["clocks", "chaos"]'),
      expected: ['topics/order/topic.json:6:31 There is no topic "chaos" in this pack.'],
    },
    {
      name: 'prerequisites in a circle',
      files: spoiled(TOPIC, '"prerequisites": []', '"prerequisites": ["order"]'),
      expected: [
        `${TOPIC}:6:21 The prerequisites go round in a circle: clocks needs order needs clocks.`,
        'topics/order/topic.json:6:21 The prerequisites go round in a circle: order needs clocks needs order.',
      ],
    },
    {
      name: 'a simulation of an unknown type',
      files: spoiled(TOPIC, '"type": "raft"', '"type": "gossip"'),
      expected: [`${TOPIC}:12:15 There is no simulation of type "gossip".`],
    },
    {
      name: 'a parameter that the simulation refuses',
      files: spoiled(TOPIC, '{ "nodes": 3 }', '{ "nods": 3 }'),
      expected: [`${TOPIC}:15:21 There is no parameter "nods".`],
    },
    {
      name: 'an address that is not https',
      files: spoiled(TOPIC, 'https://example.org/paper', 'javascript:alert(1)'),
      expected: [`${TOPIC}:8:70 "url" of references[1] is "javascript:alert(1)", which does not fit.`],
    },
    {
      name: 'an exercise that does not exist and one that is not listed',
      files: spoiled(TOPIC, '["counter"]', '["calendar"]'),
      expected: [
        `${LESSON}:5:55 The topic "clocks" has no exercise "counter".`,
        `${TOPIC}:19:16 "topics/clocks/exercises/counter" is not listed in "exercises".`,
        `${TOPIC}:19:17 There is no exercise "calendar".`,
      ],
    },
    {
      name: 'files of an exercise that are missing',
      files: without(`${FOLDER}/starter`, `${FOLDER}/README.md`, `${FOLDER}/tests`),
      expected: [
        `${EXERCISE}:1:1 The exercise has no README.md.`,
        `${EXERCISE}:1:1 The exercise has no tests/index.ts.`,
        `${EXERCISE}:7:13 There is no file "starter/counter.ts".`,
      ],
    },
    {
      name: 'files of an exercise that are not listed',
      files: { ...SAMPLE, [`${FOLDER}/starter/more.ts`]: '' },
      expected: [`${EXERCISE}:7:12 "starter/more.ts" is not listed in "files".`],
    },
    {
      name: 'an entry that is not one of the files',
      files: spoiled(EXERCISE, '"entry": "counter.ts"', '"entry": "index.ts"'),
      expected: [`${EXERCISE}:8:12 The entry "index.ts" is not one of "files".`],
    },
    {
      name: 'a path out of the exercise',
      files: spoiled(EXERCISE, '["counter.ts"]', '["../../lesson.md"]'),
      expected: [`${EXERCISE}:7:13 files[0] is "../../lesson.md", which does not fit.`],
    },
    {
      name: 'a mutant without a folder, and one without a case',
      files: spoiled(EXERCISE, '"off-by-one", "bug": "It starts at one.", "failsCase": "counts"', '"stuck", "bug": "It stays.", "failsCase": "moves"'),
      expected: [
        `${EXERCISE}:14:14 "${FOLDER}/mutants/off-by-one" is not listed in "mutants".`,
        `${EXERCISE}:15:15 The folder "mutants/stuck" is missing or empty.`,
        `${EXERCISE}:15:57 There is no case "moves".`,
      ],
    },
    {
      name: 'a file of a mutant that replaces none of the solution',
      files: { ...SAMPLE, [`${FOLDER}/mutants/off-by-one/count.ts`]: '' },
      expected: [`${EXERCISE}:15:15 "mutants/off-by-one/count.ts" stands for no file of the solution.`],
    },
    {
      name: 'a question without a right option',
      files: spoiled(QUESTIONS, '        right: true\n', ''),
      expected: [`${QUESTIONS}:7:7 None of the options is right.`],
    },
    {
      name: 'a question whose options are all right',
      files: spoiled(QUESTIONS, 'text: That one', 'text: That one\n        right: true'),
      expected: [`${QUESTIONS}:7:7 All of the options are right.`],
    },
    {
      name: 'two questions of one id',
      files: spoiled(QUESTIONS, 'id: sort', 'id: which'),
      expected: [`${QUESTIONS}:13:9 The question "which" is given twice.`],
    },
    {
      name: 'two items of an order question that are the same',
      files: spoiled(QUESTIONS, 'second, third', 'second, second'),
      expected: [`${QUESTIONS}:17:28 The item "second" is given twice.`],
    },
    {
      name: 'YAML that is broken',
      files: spoiled(QUESTIONS, 'prompt: Why?', 'prompt: Why: because'),
      expected: [`${QUESTIONS}:22:13 This is not valid YAML: Nested mappings are not allowed in compact mappings.`],
    },
    {
      name: 'a link in a prompt that is not allowed there',
      files: spoiled(QUESTIONS, 'prompt: Why?', 'prompt: "[Why?](topic:clocks)"'),
      expected: [`${QUESTIONS}:22:13 The link "topic:clocks" can only stand in a lesson.`],
    },
    {
      name: 'links of a lesson that lead nowhere',
      files: spoiled(LESSON, 'simulation:tick', 'simulation:order/tock'),
      expected: [`${LESSON}:5:22 The topic "order" has no simulation "tock".`],
    },
    {
      name: 'an image that does not exist',
      files: spoiled(LESSON, 'images/clock.svg', 'images/Clock.svg'),
      expected: [`${LESSON}:7:17 There is no image "topics/clocks/images/Clock.svg".`],
    },
    {
      name: 'an image from outside of the pack',
      files: spoiled(LESSON, 'images/clock.svg', '../../../../secret.png'),
      expected: [`${LESSON}:7:17 The image "../../../../secret.png" is not allowed.`],
    },
    {
      name: 'a diagram without a text for those who do not see it',
      files: spoiled(LESSON, '%% alt: A points to B.\n', ''),
      expected: [`${LESSON}:9:4 The diagram has no text for those who cannot see it.`],
    },
    {
      name: 'an empty lesson',
      files: { ...SAMPLE, [LESSON]: '\n' },
      expected: [`${LESSON}:1:1 The lesson is empty.`],
    },
    {
      name: 'a file that is not UTF-8',
      files: { ...SAMPLE, [LESSON]: new Uint8Array([0x43, 0x6c, 0xff, 0xfe]) },
      expected: [`${LESSON}:1:1 "${LESSON}" is not UTF-8 text.`],
    },
    {
      name: 'a file that is too large',
      files: { ...SAMPLE, [LESSON]: 'tick '.repeat(200_000) },
      expected: [`${LESSON}:1:1 "${LESSON}" is larger than 256 KB.`],
    },
    {
      name: 'names that are one on some systems',
      files: { ...SAMPLE, 'topics/clocks/images/Clock.svg': '' },
      expected: ['topics/clocks/images/clock.svg:1:1 "clock.svg" and "Clock.svg" are the same name on some systems.'],
    },
    {
      name: 'names that some systems have no use for',
      files: { ...SAMPLE, 'topics/clocks/images/aux.png': '', 'topics/clocks/images/a\\b.png': '', 'topics/clocks/images/a\u202Egnp.exe': '' },
      expected: [
        'topics/clocks/images/a\\b.png:1:1 The name "a\\\\b.png" can\'t be used on every system.',
        'topics/clocks/images/aux.png:1:1 The name "aux.png" can\'t be used on every system.',
        'topics/clocks/images/a\u202Egnp.exe:1:1 The name "a\u202Egnp.exe" can\'t be used on every system.',
      ],
    },
  ];

  for (const { name, files, expected } of cases) {
    it(`is found with its place: ${name}`, async () => assert.deepEqual(await listed(files), expected));
  }

  it('comes with what to do about it', async () => {
    for (const { name, files } of cases) {
      for (const { remedy } of await problemsOf(files)) assert.match(remedy, /^[A-Z].*[.)]$/s, `${name}: ${remedy}`);
    }
  });

  it('does not keep the title from being shown', async () => {
    const result = await load(without('topics/order/topic.json'));
    assert.deepEqual([result.kind, result.kind === 'faulty' && result.title], ['faulty', 'A sample']);
  });

  it('gives a pack without a title the name of its folder', async () => {
    const result = await load({ ...SAMPLE, 'pack.json': '{' });
    assert.equal(result.kind === 'faulty' && result.title, 'sample');
  });
});

describe('files that are no plain files', () => {
  const withEntry = (entry: Entry) => {
    const files = memoryFiles(SAMPLE);
    const list = async (folder: string) => [...(await files.list(folder)), ...(folder === 'topics/clocks/images' ? [entry] : [])];
    return loadPack({ ...files, list }, BUILT_IN, ENVIRONMENT);
  };

  it('are refused where they lead out of the pack', async () => {
    const result = await withEntry({ name: 'etc', kind: 'outside' });
    assert.deepEqual(result.kind === 'faulty' && result.problems.map(({ message }) => message), ['"topics/clocks/images/etc" is a link that leads out of the pack.']);
  });

  it('are refused where they can not be read', async () => {
    const result = await withEntry({ name: 'pipe', kind: 'other' });
    assert.deepEqual(result.kind === 'faulty' && result.problems.map(({ message }) => message), ['"topics/clocks/images/pipe" is neither a file nor a folder.']);
  });

  it('do not make the loader go round for ever', async () => {
    const files = memoryFiles(SAMPLE);
    const list = async (folder: string) => [...(await files.list(folder)), { name: 'again', kind: 'folder' as const }];
    const result = await loadPack({ ...files, list }, BUILT_IN, ENVIRONMENT);
    assert.ok(result.kind === 'faulty' && result.problems.some(({ message }) => /deeper than 12 folders/.test(message)));
  });

  it('do not make the loader read without end', async () => {
    const files = memoryFiles(SAMPLE);
    const crowd = Array.from({ length: 20_000 }, (_, number) => ({ name: `${number}.png`, kind: 'file' as const }));
    const list = async (folder: string) => (folder === 'topics/clocks/images' ? crowd : files.list(folder));
    const result = await loadPack({ ...files, list }, BUILT_IN, ENVIRONMENT);
    assert.equal(result.kind === 'faulty' && result.problems.filter(({ message }) => /more than 10000 files/.test(message)).length, 1);
  });

  it('leave one problem where the folder itself can not be listed', async () => {
    const list = async (): Promise<Entry[]> => Promise.reject(new Error("The folder can't be read: reading it is not permitted."));
    const result = await loadPack({ ...memoryFiles(SAMPLE), list }, BUILT_IN, ENVIRONMENT);
    assert.deepEqual(result.kind === 'faulty' && result.problems.map(({ file, line, message }) => [file, line, message]), [
      ['pack.json', 1, "The folder can't be read: reading it is not permitted."],
    ]);
  });
});
