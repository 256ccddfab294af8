/** The topic tree as plain data: what is listed under what, and what each line says. */
import type { CourseModule, DistributedSystemsTopic, ItemState, Pack, PackProblem, PackResult } from '../../course/model.ts';
import { combinedState, itemsOf, itemState, lessonKey, topicState, type Progress } from '../../course/progress.ts';
import type { Catalog } from '../course/catalog.ts';

export type CourseNode =
  | { readonly kind: 'pack'; readonly pack: Pack }
  | { readonly kind: 'module'; readonly pack: Pack; readonly module: CourseModule }
  | TopicNode
  | LessonNode
  | SimulationNode
  | ExerciseNode
  | QuestionsNode
  | FaultyPackNode
  | ProblemNode;

/** Nodes of topics and their items carry the names by which commands find them. */
interface InTopic {
  readonly packId: string;
  readonly topicId: string;
  readonly topic: DistributedSystemsTopic;
}
export type TopicNode = InTopic & { readonly kind: 'topic' };
export type LessonNode = InTopic & { readonly kind: 'lesson'; readonly itemId: string };
export type SimulationNode = InTopic & { readonly kind: 'simulation'; readonly itemId: string };
export type ExerciseNode = InTopic & { readonly kind: 'exercise'; readonly itemId: string };
export type QuestionsNode = InTopic & { readonly kind: 'questions' };
export interface FaultyPackNode {
  readonly kind: 'faulty-pack';
  readonly result: Extract<PackResult, { kind: 'faulty' }>;
}
export interface ProblemNode {
  readonly kind: 'problem';
  readonly problem: PackProblem;
}

/** With a single pack its modules come first, since one line that holds all others tells nothing. */
export function rootNodes({ packs, results }: Catalog): CourseNode[] {
  const [onlyPack, ...otherPacks] = packs;
  const loaded: CourseNode[] =
    onlyPack && otherPacks.length === 0 ? moduleNodes(onlyPack) : packs.map((pack) => ({ kind: 'pack', pack }));
  const faulty = results.flatMap((result): CourseNode[] => (result.kind === 'faulty' ? [{ kind: 'faulty-pack', result }] : []));
  return [...loaded, ...faulty];
}

export function childNodes(node: CourseNode): CourseNode[] {
  switch (node.kind) {
    case 'pack':
      return moduleNodes(node.pack);
    case 'module':
      return node.module.topics.map((topic) => ({ kind: 'topic', ...inTopic(topic) }));
    case 'topic':
      return topicChildren(node.topic);
    case 'faulty-pack':
      return node.result.problems.map((problem) => ({ kind: 'problem', problem }));
    case 'lesson':
    case 'simulation':
    case 'exercise':
    case 'questions':
    case 'problem':
      return [];
  }
}

/** Done, begun or new; undefined for what can't be worked on. */
export function stateOf(node: CourseNode, progress: Progress): ItemState | undefined {
  switch (node.kind) {
    case 'pack':
      return combinedState(node.pack.modules.flatMap(({ topics }) => topics.map((topic) => topicState(progress, topic))));
    case 'module':
      return combinedState(node.module.topics.map((topic) => topicState(progress, topic)));
    case 'topic':
      return topicState(progress, node.topic);
    case 'questions':
      return combinedState(questionStates(node.topic, progress));
    case 'lesson':
    case 'simulation':
    case 'exercise':
      return itemState(progress, node);
    case 'faulty-pack':
    case 'problem':
      return undefined;
  }
}

/** How many of the things below a node are done. */
export function tally(node: CourseNode, progress: Progress): { readonly done: number; readonly all: number } | undefined {
  const states = statesBelow(node, progress);
  return states && { done: states.filter((state) => state === 'done').length, all: states.length };
}

function statesBelow(node: CourseNode, progress: Progress): ItemState[] | undefined {
  switch (node.kind) {
    case 'pack':
      return node.pack.modules.flatMap(({ topics }) => topics.map((topic) => topicState(progress, topic)));
    case 'module':
      return node.module.topics.map((topic) => topicState(progress, topic));
    case 'topic':
      return itemsOf(node.topic).map((key) => itemState(progress, key));
    case 'questions':
      return questionStates(node.topic, progress);
    default:
      return undefined;
  }
}

function questionStates(topic: DistributedSystemsTopic, progress: Progress): ItemState[] {
  return itemsOf(topic).filter(({ kind }) => kind === 'question').map((key) => itemState(progress, key));
}

function moduleNodes(pack: Pack): CourseNode[] {
  return pack.modules.map((module) => ({ kind: 'module', pack, module }));
}

function topicChildren(topic: DistributedSystemsTopic): CourseNode[] {
  const base = inTopic(topic);
  return [
    ...(topic.lesson === null ? [] : [{ kind: 'lesson' as const, ...base, itemId: lessonKey(topic).itemId }]),
    ...topic.examples.map(({ simulationId }) => ({ kind: 'simulation' as const, ...base, itemId: simulationId })),
    ...topic.exercises.map(({ exerciseId }) => ({ kind: 'exercise' as const, ...base, itemId: exerciseId })),
    ...(topic.questions.length === 0 ? [] : [{ kind: 'questions' as const, ...base }]),
  ];
}

function inTopic(topic: DistributedSystemsTopic): InTopic {
  return { packId: topic.packId, topicId: topic.topicId, topic };
}
