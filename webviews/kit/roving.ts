/** Roving tabindex: of a group of elements one is reached by Tab, and arrow keys, Home and End move among them. */

/** Leaves `active`, or else the first of `items`, as the only one that Tab reaches. */
export function setTabStop(items: readonly Element[], active: Element | null): void {
  const stop = active !== null && items.includes(active) ? active : items[0];
  for (const item of items) item.setAttribute('tabindex', item === stop ? '0' : '-1');
}

export type Orientation = 'horizontal' | 'vertical' | 'both';

/** Moves the focus from `active` as the key says; true if the key was one that moves. */
export function focusByKey(
  event: KeyboardEvent,
  items: readonly (HTMLElement | SVGElement)[],
  active: Element | null,
  orientation: Orientation,
): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey) return false;
  const position = items.findIndex((item) => item === active);
  const target = destination(event.key, position, items.length, orientation);
  if (target === null) return false;
  items[target]?.focus();
  event.preventDefault();
  event.stopPropagation();
  return true;
}

function destination(key: string, position: number, length: number, orientation: Orientation): number | null {
  if (length === 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return length - 1;
  const forward = (orientation !== 'vertical' && key === 'ArrowRight') || (orientation !== 'horizontal' && key === 'ArrowDown');
  const backward = (orientation !== 'vertical' && key === 'ArrowLeft') || (orientation !== 'horizontal' && key === 'ArrowUp');
  if (forward) return (position + 1) % length;
  if (backward) return (position - 1 + length) % length;
  return null;
}
