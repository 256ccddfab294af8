/** What ends a test case: an exception that says something of the learner's code, and so must reach the case whole. */
export abstract class Judgement extends Error {}

/** The test uses the grading API wrongly: not the learner's fault. */
export class Misuse extends Judgement {}
