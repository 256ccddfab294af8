/** The question panel: a topic's questions, one at a time. */
import type * as vscode from 'vscode';
import * as v from 'valibot';
import { Answer, questionsContract, type Feedback, type QuestionsContract, type QuestionsState } from '../../contract/questions.ts';
import type { DistributedSystemsTopic, Question } from '../../course/model.ts';
import { answered, itemState, started, type ItemKey } from '../../course/progress.ts';
import type { CourseService } from '../course/course-service.ts';
import type { ProgressService } from '../course/progress-service.ts';
import type { TopicRef } from '../course/refs.ts';
import { Disposables } from '../disposables.ts';
import type { VsCode } from '../host.ts';
import type { PanelContent, PanelKind } from './content.ts';

type Judgement = typeof import('../../course/questions.ts');

export interface QuestionsPanelServices {
  readonly vscode: VsCode;
  readonly course: CourseService;
  readonly progress: ProgressService;
  choose(): Promise<void>;
}

/** What is kept over a window reload: which question is shown, and the answer that was given to it. */
const Saved = v.object({ questionId: v.string(), answer: v.nullable(Answer) });
type Saved = v.InferOutput<typeof Saved>;

export function questionsPanel(services: QuestionsPanelServices): PanelKind<QuestionsContract, TopicRef> {
  const { vscode, course, choose } = services;
  return {
    name: 'questions',
    contract: questionsContract,
    drawsDiagrams: false,
    subject: v.object({ packId: v.string(), topicId: v.string() }),
    choose,
    async open(ref, saved) {
      const found = (await course.catalog()).topic(ref);
      if (!found || found.topic.questions.length === 0) {
        throw new Error(vscode.l10n.t('The topic "{0}" has no questions in any pack that is loaded.', ref.topicId));
      }
      const judgement = await import('../../course/questions.ts');
      return new QuestionsContent(services, found.topic, judgement, saved === undefined ? undefined : v.parse(Saved, saved));
    },
  };
}

class QuestionsContent implements PanelContent<QuestionsContract> {
  readonly title: string;
  readonly onDidChange: vscode.Event<void>;
  readonly resourceRoots: readonly vscode.Uri[] = [];
  readonly methods: PanelContent<QuestionsContract>['methods'] = {
    show: ({ question }) => this.#show(question),
    answer: (answer) => this.#answer(answer),
    judge: ({ covered }) => this.#judge(covered),
    retry: () => this.#retry(),
  };
  readonly #vscode: VsCode;
  readonly #progress: ProgressService;
  readonly #judgement: Judgement;
  readonly #topic: DistributedSystemsTopic;
  readonly #disposables = new Disposables();
  #shown: Question;
  #given: Answer | null = null;
  #feedback: Feedback | null = null;

  constructor({ vscode, progress }: QuestionsPanelServices, topic: DistributedSystemsTopic, judgement: Judgement, saved: Saved | undefined) {
    this.#vscode = vscode;
    this.#progress = progress;
    this.#judgement = judgement;
    this.#topic = topic;
    this.title = vscode.l10n.t('Questions: {0}', topic.title);
    this.#shown = this.#find(saved?.questionId) ?? this.#question(0);
    if (saved?.answer) this.#take(saved.answer);
    const changed = this.#disposables.add(new vscode.EventEmitter<void>());
    this.onDidChange = changed.event;
    this.#disposables.add(progress.onDidChange(() => changed.fire()));
  }

  async state(): Promise<QuestionsState> {
    const { title, topicId } = this.#topic;
    const questions = this.#questions.map((question) => this.#judgement.questionView(question, itemState(this.#progress.current, this.#key(question))));
    return { topicId, title, questions, current: this.#questions.indexOf(this.#shown), answer: this.#given, feedback: this.#feedback };
  }

  restoreData(): Saved {
    return { questionId: this.#shown.questionId, answer: this.#given };
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  get #questions(): readonly Question[] {
    return this.#topic.questions;
  }

  async #show(index: number): Promise<QuestionsState> {
    this.#shown = this.#question(index);
    return this.#retry();
  }

  async #answer(answer: Answer): Promise<QuestionsState> {
    const question = this.#shown;
    const { correct } = this.#take(answer);
    const key = this.#key(question);
    await this.#progress.update((before, now) => (correct === null ? started(before, key, now) : answered(before, key, correct, now)));
    return this.state();
  }

  async #judge(covered: readonly number[]): Promise<QuestionsState> {
    const right = this.#judgement.isCovered(this.#shown, covered);
    await this.#progress.update((before, now) => answered(before, this.#key(this.#shown), right, now));
    return this.state();
  }

  async #retry(): Promise<QuestionsState> {
    this.#given = null;
    this.#feedback = null;
    return this.state();
  }

  /** @throws RangeError where the answer does not fit the question */
  #take(answer: Answer): Feedback {
    const feedback = this.#judgement.feedbackOn(this.#shown, answer);
    this.#given = answer;
    this.#feedback = feedback;
    return feedback;
  }

  #question(index: number): Question {
    const question = this.#questions[index];
    if (!question) throw new RangeError(this.#vscode.l10n.t('There is no question {0}; there are {1}.', index + 1, this.#questions.length));
    return question;
  }

  #find(questionId: string | undefined): Question | undefined {
    return this.#questions.find((question) => question.questionId === questionId);
  }

  #key({ questionId }: Question): ItemKey & { kind: 'question' } {
    const { packId, topicId } = this.#topic;
    return { kind: 'question', packId, topicId, itemId: questionId };
  }
}
