/**
 * The transcendental functions that the engine may use. JavaScript's own differ between engines in the last bits; these
 * are written in JavaScript out of + - x /, so every engine computes the same.
 */
import exp from '@stdlib/math-base-special-exp';
import ln from '@stdlib/math-base-special-ln';

export { exp, ln };
