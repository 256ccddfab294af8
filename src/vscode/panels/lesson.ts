/** The lesson panel: a topic's text, and the way from it to what else the pack offers. */
import type * as vscode from 'vscode';
import * as v from 'valibot';
import { lessonContract, type LessonContract, type LessonLink, type LessonState } from '../../contract/lesson.ts';
import type { ScenarioReport } from '../../contract/scenario.ts';
import { folderOf, readText } from '../../course/files.ts';
import { itemState, lessonKey, marked, started } from '../../course/progress.ts';
import type { FoundTopic } from '../course/catalog.ts';
import type { CourseService } from '../course/course-service.ts';
import type { ProgressService } from '../course/progress-service.ts';
import type { TopicRef } from '../course/refs.ts';
import { Disposables } from '../disposables.ts';
import type { VsCode } from '../host.ts';
import type { PanelContent, PanelKind } from './content.ts';

const LARGEST_LESSON = 512 * 1024;

export interface LessonPanelServices {
  readonly vscode: VsCode;
  readonly course: CourseService;
  readonly progress: ProgressService;
  /** Opens what a link of a lesson leads to. */
  follow(link: LessonLink): Promise<void>;
  /** Carries out the scenario of this text. @throws Error, in words for the user, where it has errors */
  runScenario(text: string, signal: AbortSignal): Promise<ScenarioReport>;
  /** Opens its run. @throws as `runScenario` does */
  openScenario(text: string): Promise<void>;
  choose(): Promise<void>;
}

export function lessonPanel(services: LessonPanelServices): PanelKind<LessonContract, TopicRef> {
  const { course, progress, choose } = services;
  return {
    name: 'lesson',
    contract: lessonContract,
    drawsDiagrams: true,
    subject: v.object({ packId: v.string(), topicId: v.string() }),
    choose,
    async open(ref, _saved, webview) {
      await course.catalog();
      const found = lessonOf(services, ref);
      await progress.update((before, now) => started(before, lessonKey(ref), now));
      return lessonContent(services, ref, found, webview);
    },
  };
}

function lessonOf({ vscode, course }: LessonPanelServices, ref: TopicRef): FoundTopic & { readonly lesson: string } {
  const found = course.current.topic(ref);
  const lesson = found?.topic.lesson ?? null;
  if (!found || lesson === null) throw new Error(vscode.l10n.t('The topic "{0}" has no lesson in any pack that is loaded.', ref.topicId));
  return { ...found, lesson };
}

function lessonContent(services: LessonPanelServices, ref: TopicRef, { pack, topic }: FoundTopic, webview: vscode.Webview): PanelContent<LessonContract> {
  const { vscode, course, progress, follow, runScenario, openScenario } = services;
  const disposables = new Disposables();
  const changed = disposables.add(new vscode.EventEmitter<void>());
  // Authors see what they write as they save it.
  disposables.add(course.onDidChange((catalog) => (catalog.topic(ref) ? changed.fire() : undefined)));
  disposables.add(progress.onDidChange(() => changed.fire()));
  let scenarios: readonly string[] = [];
  const state = async (): Promise<LessonState> => {
    const shown = await lessonState(services, ref, webview);
    ({ scenarios } = shown);
    return shown;
  };
  const scenario = (place: number): string => {
    const text = scenarios[place];
    if (text === undefined) throw new Error(vscode.l10n.t('The lesson has no such scenario any longer.'));
    return text;
  };
  return {
    title: topic.title,
    onDidChange: changed.event,
    resourceRoots: [vscode.Uri.file(pack.root)],
    state,
    methods: {
      async open(link) {
        await follow(link);
        return null;
      },
      async openExternal({ url }) {
        await openExternal(vscode, url);
        return null;
      },
      runScenario: (which, signal) => runScenario(scenario(which.scenario), signal),
      async openScenario(which) {
        await openScenario(scenario(which.scenario));
        return null;
      },
      async setDone({ done }) {
        await progress.update((before, now) => marked(before, lessonKey(ref), done, now));
        return state();
      },
    },
    restoreData: () => undefined,
    dispose: () => disposables.dispose(),
  };
}

async function lessonState(services: LessonPanelServices, ref: TopicRef, webview: vscode.Webview): Promise<LessonState> {
  const { vscode, progress } = services;
  const { pack, topic, lesson } = lessonOf(services, ref);
  const [{ nodeFiles }, { renderLesson }] = await Promise.all([import('../../course/node-files.ts'), import('../../course/markdown.ts')]);
  const source = await readText(nodeFiles(pack.root), lesson, LARGEST_LESSON);
  const root = vscode.Uri.file(pack.root);
  const { html, diagrams, scenarios } = renderLesson(source, {
    packId: pack.packId,
    topicId: topic.topicId,
    folder: folderOf(lesson),
    imageUrl: (path) => webview.asWebviewUri(vscode.Uri.joinPath(root, path)).toString(),
  });
  return {
    topicId: topic.topicId,
    title: topic.title,
    difficulty: topic.difficulty,
    objectives: [...topic.objectives],
    references: topic.references.map(({ title, url }) => ({ title, url: url ?? null })),
    html,
    diagrams: [...diagrams],
    scenarios: [...scenarios],
    state: itemState(progress.current, lessonKey(ref)),
  };
}

/** VS Code asks before it opens an address that the user has not trusted. */
async function openExternal(vscode: VsCode, url: string): Promise<void> {
  const uri = vscode.Uri.parse(url, true);
  if (uri.scheme !== 'https') throw new Error(vscode.l10n.t('Only https addresses are opened, and "{0}" is none.', url));
  await vscode.env.openExternal(uri);
}
