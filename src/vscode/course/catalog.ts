/** Finds things of the loaded course by their names. */
import type { DistributedSimulation, DistributedSystemsTopic, Exercise, Pack, PackResult } from '../../course/model.ts';
import type { ItemRef, TopicRef } from './refs.ts';

/** A thing together with what it belongs to. */
export interface FoundTopic {
  readonly pack: Pack;
  readonly topic: DistributedSystemsTopic;
}
export interface FoundSimulation extends FoundTopic {
  readonly simulation: DistributedSimulation;
}
export interface FoundExercise extends FoundTopic {
  readonly exercise: Exercise;
}

export class Catalog {
  readonly results: readonly PackResult[];
  readonly packs: readonly Pack[];
  readonly topics: readonly FoundTopic[];
  readonly #topics: ReadonlyMap<string, FoundTopic>;

  constructor(results: readonly PackResult[]) {
    this.results = results;
    this.packs = results.flatMap((result) => (result.kind === 'loaded' ? [result.pack] : []));
    this.topics = this.packs.flatMap((pack) => pack.modules.flatMap(({ topics }) => topics.map((topic) => ({ pack, topic }))));
    this.#topics = new Map(this.topics.map((found) => [topicKey(found.topic), found]));
  }

  get simulations(): readonly FoundSimulation[] {
    return this.topics.flatMap((found) => found.topic.examples.map((simulation) => ({ ...found, simulation })));
  }

  get exercises(): readonly FoundExercise[] {
    return this.topics.flatMap((found) => found.topic.exercises.map((exercise) => ({ ...found, exercise })));
  }

  topic(ref: TopicRef): FoundTopic | undefined {
    return this.#topics.get(topicKey(ref));
  }

  simulation(ref: ItemRef): FoundSimulation | undefined {
    const found = this.topic(ref);
    const simulation = found?.topic.examples.find(({ simulationId }) => simulationId === ref.itemId);
    return found && simulation && { ...found, simulation };
  }

  exercise(ref: ItemRef): FoundExercise | undefined {
    const found = this.topic(ref);
    const exercise = found?.topic.exercises.find(({ exerciseId }) => exerciseId === ref.itemId);
    return found && exercise && { ...found, exercise };
  }
}

function topicKey({ packId, topicId }: TopicRef): string {
  return `${packId}/${topicId}`;
}
