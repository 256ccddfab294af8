/** Drawing that follows the virtual clock: attributes are set directly, so a frame of an animation renders nothing. */
import { effect, type ReadonlySignal } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';

/** Calls `draw` now and whenever the clock moves, with the newest inputs. */
export function useClock(clock: ReadonlySignal<number>, draw: (time: number) => void, inputs: readonly unknown[]): void {
  useLayoutEffect(() => effect(() => draw(clock.value)), [clock, ...inputs]);
}
