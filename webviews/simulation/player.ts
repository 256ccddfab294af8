/** Playing: virtual time runs on between two steps by itself, and the next step is asked for when its time has come. */
import { signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { SeekTarget, SimulationView } from '../../src/contract/simulation.ts';
import { SPEEDS, VIRTUAL_PER_SECOND, type Micros } from './time.ts';

/** Where playing stops by itself. */
export interface Stop {
  readonly step: number;
  readonly time: Micros;
  readonly target: SeekTarget;
}

export function earlier(one: Stop | undefined, other: Stop | undefined): Stop | undefined {
  if (!one || !other) return one ?? other;
  return other.step < one.step || (other.step === one.step && other.time < one.time) ? other : one;
}

/** Longer gaps between two frames, as after a hidden tab, don't make the run leap. */
const LONGEST_FRAME_MS = 100;
/** Between two steps when nothing moves, at speed 1. */
const CALM_STEP_MS = 1000;
const SHORTEST_CALM_STEP_MS = 150;

interface PlayerOptions {
  readonly view: ReadonlySignal<SimulationView>;
  readonly clock: Signal<Micros>;
  /** With reduced motion it goes from step to step at an even pace. */
  readonly calm: ReadonlySignal<boolean>;
  readonly isBusy: () => boolean;
  /** The first after the cursor, if there is one. */
  readonly nextStop: () => Stop | undefined;
  /** False if it failed. */
  readonly seek: (target: SeekTarget) => Promise<boolean>;
}

export class Player {
  readonly playing: Signal<boolean> = signal(false);
  readonly speed: Signal<number> = signal(1);
  private readonly options: PlayerOptions;
  private lastFrame: number | null = null;

  constructor(options: PlayerOptions) {
    this.options = options;
  }

  toggle(): void {
    if (this.playing.value) this.pause();
    else this.play();
  }

  play(): void {
    if (this.playing.value || this.options.view.value.nextTime === null) return;
    this.playing.value = true;
    this.lastFrame = null;
    this.schedule();
  }

  /** Stops where the picture is. */
  pause(): void {
    const { view, clock, seek } = this.options;
    if (!this.playing.value) return;
    this.stop();
    if (clock.value !== view.value.cursor.time) void seek({ time: clock.value });
  }

  /** Stops without settling where the picture is: something else decides where to go. */
  stop(): void {
    this.playing.value = false;
  }

  slower(): void {
    this.speed.value = SPEEDS.findLast((speed) => speed < this.speed.value) ?? this.speed.value;
  }

  faster(): void {
    this.speed.value = SPEEDS.find((speed) => speed > this.speed.value) ?? this.speed.value;
  }

  private schedule(): void {
    if (!this.playing.value) return;
    if (this.options.calm.value) {
      setTimeout(() => this.calmStep(), Math.max(SHORTEST_CALM_STEP_MS, CALM_STEP_MS / this.speed.value));
    } else {
      requestAnimationFrame((now) => this.frame(now));
    }
  }

  private frame(now: number): void {
    if (!this.playing.value) return;
    const elapsed = Math.min(LONGEST_FRAME_MS, now - (this.lastFrame ?? now));
    this.lastFrame = now;
    // Virtual time waits for an answer, so the picture never runs away from a session that is slow.
    if (!this.options.isBusy()) this.advance((elapsed / 1000) * this.speed.value * VIRTUAL_PER_SECOND);
    this.schedule();
  }

  private advance(span: number): void {
    const { view, clock, nextStop } = this.options;
    const { nextTime, horizon } = view.value;
    if (nextTime === null) {
      this.pause();
      return;
    }
    const time = Math.min(horizon, Math.round(clock.value + span));
    const stop = nextStop();
    if (stop !== undefined && time >= stop.time) {
      this.stopAt(stop);
      return;
    }
    clock.value = time;
    if (time >= nextTime) void this.ask({ time });
  }

  private calmStep(): void {
    if (!this.playing.value) return;
    const { view, isBusy, nextStop } = this.options;
    const { nextTime, cursor } = view.value;
    const stop = nextStop();
    if (nextTime === null) this.pause();
    else if (!isBusy()) {
      // Something between two steps comes before the second of them.
      if (stop !== undefined && (stop.step === cursor.step || ('step' in stop.target && stop.step === cursor.step + 1))) this.stopAt(stop);
      else void this.ask({ step: cursor.step + 1 });
    }
    this.schedule();
  }

  private stopAt({ target }: Stop): void {
    this.stop();
    void this.ask(target);
  }

  private async ask(target: SeekTarget): Promise<void> {
    if (!(await this.options.seek(target))) this.stop();
  }
}
