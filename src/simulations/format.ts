/** Numbers as people read them. */
import type { Micros } from '../engine/sim/time.ts';

/** `1.204 s`, `15 ms`, `300 µs`: no more digits than there are. */
export function formatDuration(duration: Micros): string {
  if (duration >= 1_000_000) return `${trim(duration / 1_000_000)} s`;
  if (duration >= 1_000) return `${trim(duration / 1_000)} ms`;
  return `${duration} µs`;
}

/** A moment of a run: seconds with milliseconds. */
export function formatTime(time: Micros): string {
  return `${(time / 1_000_000).toFixed(3)} s`;
}

/** `25 %`, `0.5 %` */
export function formatProbability(probability: number): string {
  return `${trim(probability * 100)} %`;
}

/** `1,234,567` */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

function trim(value: number): string {
  return String(Number(value.toFixed(3)));
}
