/** How things of the course are named outside of it: plain data that survives commands, panels and window reloads. */
export interface TopicRef {
  readonly packId: string;
  readonly topicId: string;
}

/** A simulation or an exercise of a topic. */
export interface ItemRef extends TopicRef {
  readonly itemId: string;
}

/** What a learner can call done: a lesson or a simulation. */
export interface MarkableRef extends ItemRef {
  readonly kind: 'lesson' | 'simulation';
}
