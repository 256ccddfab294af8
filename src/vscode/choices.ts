/** Lets the user choose something of the course where a command was called without saying what. */
import type * as vscode from 'vscode';
import type { CourseService } from './course/course-service.ts';
import type { FoundExercise, FoundSimulation, FoundTopic } from './course/catalog.ts';
import type { ItemRef, TopicRef } from './course/refs.ts';
import type { VsCode } from './host.ts';

interface Choice<Ref> extends vscode.QuickPickItem {
  readonly ref: Ref;
}

export class Choices {
  readonly #vscode: VsCode;
  readonly #course: CourseService;

  constructor(vscode: VsCode, course: CourseService) {
    this.#vscode = vscode;
    this.#course = course;
  }

  async lesson(): Promise<TopicRef | undefined> {
    const { topics } = await this.#course.catalog();
    const choices = topics.filter(({ topic }) => topic.lesson !== null).map((found) => topicChoice(found, found.topic.summary));
    return this.#pick(this.#vscode.l10n.t('Choose a lesson'), choices);
  }

  async questions(): Promise<TopicRef | undefined> {
    const { topics } = await this.#course.catalog();
    const { l10n } = this.#vscode;
    const choices = topics.filter(({ topic }) => topic.questions.length > 0).map((found) => topicChoice(found, l10n.t('{0} questions', found.topic.questions.length)));
    return this.#pick(l10n.t('Choose a topic'), choices);
  }

  async simulation(): Promise<ItemRef | undefined> {
    const { simulations } = await this.#course.catalog();
    return this.#pick(this.#vscode.l10n.t('Choose a simulation'), simulations.map(simulationChoice));
  }

  async exercise(): Promise<ItemRef | undefined> {
    const { exercises } = await this.#course.catalog();
    return this.#pick(this.#vscode.l10n.t('Choose an exercise'), exercises.map(exerciseChoice));
  }

  async #pick<Ref>(placeHolder: string, choices: readonly Choice<Ref>[]): Promise<Ref | undefined> {
    const { window, l10n } = this.#vscode;
    if (choices.length === 0) throw new Error(l10n.t('There is nothing to choose from: no pack that is loaded has any.'));
    return (await window.showQuickPick(choices, { placeHolder, matchOnDescription: true, matchOnDetail: true }))?.ref;
  }
}

function topicChoice({ pack, topic }: FoundTopic, detail: string): Choice<TopicRef> {
  return { label: topic.title, description: pack.title, detail, ref: { packId: topic.packId, topicId: topic.topicId } };
}

function simulationChoice({ topic, simulation }: FoundSimulation): Choice<ItemRef> {
  const { packId, topicId } = topic;
  return { label: simulation.title, description: topic.title, detail: simulation.description, ref: { packId, topicId, itemId: simulation.simulationId } };
}

function exerciseChoice({ topic, exercise }: FoundExercise): Choice<ItemRef> {
  const { packId, topicId, exerciseId, title, summary } = exercise;
  return { label: title, description: topic.title, detail: summary, ref: { packId, topicId, itemId: exerciseId } };
}
