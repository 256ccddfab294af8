import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { questionsContract, type Answer, type QuestionsState } from '../../src/contract/questions.ts';
import type { ItemState, Question } from '../../src/course/model.ts';
import { feedbackOn, isCovered, questionView } from '../../src/course/questions.ts';
import { themeNames, type ThemeName, type PanelPage } from './panel-page.ts';
import { panelOpener } from './panels.ts';

const common = { references: [] } as const;

const questions: readonly Question[] = [
  {
    ...common,
    questionId: 'durable-state',
    kind: 'choice',
    difficulty: 'beginner',
    prompt: 'What must be on **disk** before a vote is sent?',
    solution: 'The term and the vote:\n\n```ts\nawait store.sync();\n```',
    options: [
      { text: '`commitIndex`', right: false, note: 'The leader tells it again.' },
      { text: '`votedFor`', right: true, note: 'Else a restarted server votes twice.' },
      { text: 'The state machine', right: false, note: 'The log rebuilds it.' },
    ],
  },
  {
    ...common,
    questionId: 'majorities',
    kind: 'choice',
    difficulty: 'intermediate',
    prompt: 'Which of these are majorities of five?',
    solution: 'Three and four.',
    options: [
      { text: 'Two', right: false, note: 'Two others could decide otherwise.' },
      { text: 'Three', right: true, note: 'The smallest.' },
      { text: 'Four', right: true, note: 'More than needed.' },
    ],
  },
  {
    ...common,
    questionId: 'election',
    kind: 'order',
    difficulty: 'intermediate',
    prompt: 'Put the steps of an election in order.',
    solution: 'As section 5.2 says.',
    items: ['The time-out elapses', 'The term is incremented', 'Votes are asked for', 'A majority answers'],
  },
  {
    ...common,
    questionId: 'heartbeats',
    kind: 'short-answer',
    difficulty: 'beginner',
    prompt: 'Why does a leader send heartbeats?',
    solution: 'So that nobody stands for election.',
    rubric: ['Names the election time-out'],
  },
  {
    ...common,
    questionId: 'lock-service',
    kind: 'design',
    difficulty: 'advanced',
    prompt: 'Design a lock service.',
    solution: 'With *fencing tokens*.',
    rubric: ['Names fencing tokens', 'Handles a crash of the leader', 'Handles retries', 'Does without clocks'],
  },
];

/** The extension's side: the course's own rules, over answers kept in memory. */
class QuestionsHost {
  #current = 0;
  readonly #answers = new Map<number, Answer>();
  readonly #states: ItemState[] = questions.map(() => 'new');
  judged: readonly number[] | null = null;
  refusal: string | null = null;

  state = async (): Promise<QuestionsState> => {
    const answer = this.#answers.get(this.#current) ?? null;
    return {
      topicId: 'raft',
      title: 'Raft',
      questions: questions.map((question, position) => questionView(question, this.#states[position] ?? 'new')),
      current: this.#current,
      answer,
      feedback: answer === null ? null : feedbackOn(this.#question, answer),
    };
  };
  restoreData = (): unknown => ({});
  methods = {
    show: async ({ question }: { question: number }) => {
      this.#current = question;
      return this.state();
    },
    answer: async (answer: Answer) => {
      if (this.refusal !== null) throw new Error(this.refusal);
      const { correct } = feedbackOn(this.#question, answer);
      this.#answers.set(this.#current, answer);
      this.#states[this.#current] = correct === true ? 'done' : 'in-progress';
      return this.state();
    },
    judge: async ({ covered }: { covered: readonly number[] }) => {
      this.judged = covered;
      if (isCovered(this.#question, covered)) this.#states[this.#current] = 'done';
      return this.state();
    },
    retry: async () => {
      this.#answers.delete(this.#current);
      return this.state();
    },
  };

  get #question(): Question {
    return questions[this.#current] ?? assert.fail('There is no such question.');
  }
}

describe('the question panel', function () {
  this.timeout(60_000);
  const open = panelOpener();
  let shown: PanelPage | undefined;

  async function show(question: number, view: { theme?: ThemeName; width?: number } = {}) {
    const host = new QuestionsHost();
    await host.methods.show({ question });
    const panel = await open({ panel: 'questions', contract: questionsContract, model: host, ...view });
    shown = panel;
    return Object.assign(panel, { host });
  }

  const button = (name: string): Locator => page().getByRole('button', { name, exact: true });
  const page = () => shown?.page ?? assert.fail('No panel is open.');
  const says = (text: string): Promise<void> => page().getByRole('status').getByText(text).waitFor();
  const items = (): Promise<string[]> => page().locator('.order-text').allInnerTexts();

  describe('with one right option', () => {
    it('is answered by mouse, and says of each option why', async () => {
      await show(0);
      await page().getByRole('button', { name: 'Check answer', disabled: true }).waitFor();
      await page().getByText('commitIndex').click();
      await button('Check answer').click();
      await says('Not correct.');
      await page().getByText('Wrong, your choice. The leader tells it again.').waitFor();
      await page().getByText('Right. Else a restarted server votes twice.').waitFor();
      await page().getByText('await store.sync();').waitFor();
      await page().getByRole('radio', { disabled: true }).first().waitFor();
    });

    it('is answered by keyboard alone', async () => {
      await show(0);
      await tabTo(page().getByRole('radio').first());
      await page().keyboard.press('Space');
      await page().keyboard.press('ArrowDown');
      await tabTo(button('Check answer'));
      await page().keyboard.press('Enter');
      await says('Correct.');
      await page().getByRole('button', { name: 'Question 1, done' }).waitFor();
      await page().getByText('1 of 5 done').waitFor();
      assert.equal(await focused(), 'Feedback');
    });

    it('can be tried again, with nothing chosen', async () => {
      await show(0);
      await page().getByText('commitIndex').click();
      await button('Check answer').click();
      await button('Try again').click();
      await says('Answer again.');
      assert.equal(await page().getByRole('radio', { checked: true }).count(), 0);
      assert.equal(await page().getByRole('region', { name: 'Feedback' }).count(), 0);
      await page().getByText('votedFor').click();
      await button('Check answer').click();
      await says('Correct.');
    });
  });

  it('with several right options takes them all and no other', async () => {
    await show(1);
    await page().getByRole('checkbox', { name: 'Two' }).press('Space');
    await page().getByRole('checkbox', { name: 'Three' }).press('Space');
    await page().getByRole('checkbox', { name: 'Four' }).click();
    await page().getByRole('checkbox', { name: 'Two' }).click();
    await button('Check answer').click();
    await says('Correct.');
  });

  describe('with items to order', () => {
    const right = ['The time-out elapses', 'The term is incremented', 'Votes are asked for', 'A majority answers'];

    it('is answered with the buttons, which keep the focus', async () => {
      await show(2);
      for (const [place, item] of right.entries()) {
        const up = page().getByRole('button', { name: `Move up: ${item}` });
        while ((await items()).indexOf(item) > place) {
          const before = (await items()).indexOf(item);
          await up.press('Enter');
          await says(`Moved to place ${before} of 4.`);
          assert.equal(await up.evaluate((element) => element.matches(':focus')), true);
        }
      }
      assert.deepEqual(await items(), right);
      await button('Check answer').click();
      await says('Correct.');
      assert.equal(await page().getByText('In its place').count(), 4);
    });

    it('is ordered with Alt and the arrow keys', async () => {
      await show(2);
      const [first = '', second = '', ...rest] = await items();
      await page().getByRole('button', { name: `Move down: ${first}` }).press('Alt+ArrowDown');
      await says('Moved to place 2 of 4.');
      assert.deepEqual(await items(), [second, first, ...rest]);
      assert.match(await focused(), /Move down/);
      await page().keyboard.press('Alt+ArrowUp');
      await says('Moved to place 1 of 4.');
      assert.deepEqual(await items(), [first, second, ...rest]);
    });

    it('is ordered by dragging', async () => {
      await show(2);
      const [first = '', ...rest] = await items();
      await page().getByRole('listitem').filter({ hasText: first }).dragTo(page().getByRole('listitem').last());
      assert.deepEqual(await items(), [...rest, first]);
    });

    it('says where each item belongs', async () => {
      await show(2);
      const [shown = ''] = await items();
      await button('Check answer').click();
      await says('Not correct.');
      const item = page().getByRole('listitem').filter({ hasText: shown });
      await item.getByText(`Belongs in place ${right.indexOf(shown) + 1}`).waitFor();
    });
  });

  describe('with an answer in writing', () => {
    it('shows the solution after the answer and takes the learner\'s judgement', async () => {
      const { host } = await show(4);
      assert.equal(await page().getByText('fencing tokens').count(), 0);
      await page().getByRole('button', { name: 'Compare with the solution', disabled: true }).waitFor();
      await page().getByRole('textbox', { name: 'Your answer' }).fill('With leases.');
      await button('Compare with the solution').click();
      await says('Compare your answer with the solution.');
      await page().getByText('With fencing tokens.').waitFor();
      for (const line of ['Names fencing tokens', 'Handles retries', 'Does without clocks']) await page().getByRole('checkbox', { name: line }).click();
      await button('Record my judgement').click();
      await says('Recorded: this question is done.');
      assert.deepEqual(host.judged, [0, 2, 3]);
    });

    it('works by keyboard alone, and stays in progress where too little is covered', async () => {
      await show(3);
      await tabTo(page().getByRole('textbox'));
      await page().keyboard.type('To be heard.');
      await tabTo(button('Compare with the solution'));
      await page().keyboard.press('Space');
      await says('Compare your answer with the solution.');
      await tabTo(button('Record my judgement'));
      await page().keyboard.press('Enter');
      await says('Recorded: this question stays in progress.');
    });

    it('keeps what was written for another try and while another question is looked at', async () => {
      await show(3);
      await page().getByRole('textbox').fill('A first thought.');
      await button('Next question').click();
      await page().getByRole('heading', { name: 'Question 5 of 5' }).waitFor();
      await button('Previous question').click();
      await page().getByRole('heading', { name: 'Question 4 of 5' }).waitFor();
      assert.equal(await page().getByRole('textbox').inputValue(), 'A first thought.');
      await button('Compare with the solution').click();
      await button('Try again').click();
      await says('Answer again.');
      assert.equal(await page().getByRole('textbox').inputValue(), 'A first thought.');
      assert.equal(await page().getByRole('textbox').isEditable(), true);
    });
  });

  describe('among the others', () => {
    it('is reached by number, with the arrow keys inside one stop of the Tab key', async () => {
      await show(0);
      await tabTo(page().getByRole('button', { name: 'Question 1, new' }));
      await page().keyboard.press('ArrowRight');
      await page().keyboard.press('ArrowRight');
      await page().keyboard.press('Enter');
      await page().getByRole('heading', { name: 'Question 3 of 5' }).waitFor();
      await says('Question 3 of 5.');
      assert.equal(await page().getByRole('button', { name: 'Question 3' }).getAttribute('aria-current'), 'true');
      assert.equal(await focused(), 'Question 3 of 5');
    });

    it('has nothing before the first and after the last', async () => {
      await show(0);
      await page().getByRole('button', { name: 'Previous question', disabled: true }).waitFor();
      await page().getByRole('button', { name: 'Question 5' }).click();
      await page().getByRole('heading', { name: 'Question 5 of 5' }).waitFor();
      await page().getByRole('button', { name: 'Next question', disabled: true }).waitFor();
    });

    it('shows its feedback again when it is looked at again', async () => {
      await show(0);
      await page().getByText('votedFor').click();
      await button('Check answer').click();
      await says('Correct.');
      await button('Next question').click();
      await page().getByRole('heading', { name: 'Question 2 of 5' }).waitFor();
      await button('Previous question').click();
      await page().getByText('Right, your choice.').waitFor();
    });
  });

  it('says why an answer was not taken, and keeps it', async () => {
    const { host } = await show(0);
    host.refusal = 'The pack "core" was removed.';
    await page().getByText('votedFor').click();
    await button('Check answer').click();
    await page().getByRole('alert').getByText(host.refusal).waitFor();
    assert.equal(await page().getByRole('radio', { checked: true }).count(), 1);
  });

  /** Every kind, before and after the answer. */
  async function throughAllKinds(check: () => Promise<void>): Promise<void> {
    for (const [position, { kind }] of questions.entries()) {
      if (position > 0) await button('Next question').click();
      await page().getByRole('heading', { name: `Question ${position + 1} of 5` }).waitFor();
      await check();
      if (kind === 'choice') await page().locator('.option-label').first().click();
      if (kind === 'short-answer' || kind === 'design') await page().getByRole('textbox').fill('An answer.');
      await page().getByRole('button', { name: /^(Check answer|Compare with the solution)$/ }).click();
      await page().getByRole('heading', { name: 'Worked solution' }).waitFor();
      await check();
    }
  }

  for (const theme of themeNames) {
    it(`has no serious accessibility fault in ${theme}`, async () => {
      const { expectAccessible } = await show(0, { theme });
      await throughAllKinds(expectAccessible);
    });
  }

  it('has no sideways scroll at 320 pixels', async () => {
    const { expectNoSidewaysScroll } = await show(0, { width: 320 });
    await throughAllKinds(expectNoSidewaysScroll);
  });

  /** Presses Tab until the element has the focus. */
  async function tabTo(target: Locator): Promise<void> {
    for (let presses = 0; presses < 40; presses++) {
      if (await target.evaluate((element) => element.matches(':focus'))) return;
      await page().keyboard.press('Tab');
    }
    assert.fail('The Tab key does not lead there.');
  }

  /** What has the focus, by its label or else its text. */
  function focused(): Promise<string> {
    return page().evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
  }
});
