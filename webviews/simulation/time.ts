/** Virtual time as people read it. Everything is in integer microseconds. */
export type Micros = number;

/** How much virtual time passes in one second of real time at speed 1: slow enough to see a message travel. */
export const VIRTUAL_PER_SECOND: Micros = 50_000;

export const SPEEDS: readonly number[] = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100];

/** A moment of a run: seconds with milliseconds. */
export function formatMoment(time: Micros): string {
  return `${(time / 1_000_000).toFixed(3)} s`;
}

/** A span of time, in the unit that suits its size. */
export function formatSpan(span: Micros): string {
  if (span >= 1_000_000) return `${Number((span / 1_000_000).toFixed(2))} s`;
  return `${Number((span / 1000).toFixed(1))} ms`;
}

export function formatSpeed(speed: number): string {
  return `${speed}× (${formatSpan(speed * VIRTUAL_PER_SECOND)} per s)`;
}
