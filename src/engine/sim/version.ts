/**
 * The version of what a run means. Whoever changes the engine or a reference protocol so that some system, seed and
 * schedule give another trace than before raises it: runs that were stored before then say why they can't be repeated,
 * instead of showing something else. test/engine/sim/golden-runs.test.ts fails where that was forgotten.
 */
export const ENGINE_VERSION = 1;
