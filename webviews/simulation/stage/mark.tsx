/** A message's mark: its shape says the kind of exchange, filled is a request and hollow an answer. */
import type { Mark, MarkShape } from '../vocabulary.ts';

const PATHS: Readonly<Record<MarkShape, string>> = {
  circle: 'M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0-11 0z',
  square: 'M-5-5h10v10h-10z',
  diamond: 'M0-7 7 0 0 7-7 0z',
  triangle: 'M0-6.5 6.5 5.5h-13z',
};

export function MarkShapePath({ mark: { shape, hollow } }: { readonly mark: Mark }) {
  return <path class={`mark mark-${shape}${hollow ? ' mark-hollow' : ''}`} d={PATHS[shape]} />;
}
