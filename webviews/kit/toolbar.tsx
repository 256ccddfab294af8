/** A row of buttons that is one stop of the Tab key; the arrow keys move inside it (ARIA's toolbar pattern). */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { focusByKey, setTabStop } from './roving.ts';

const ITEMS = 'vscode-button, button';

export function Toolbar({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  const bar = useRef<HTMLDivElement>(null);
  const active = useRef<HTMLElement | null>(null);
  const items = (): HTMLElement[] => [...(bar.current?.querySelectorAll<HTMLElement>(ITEMS) ?? [])];

  useLayoutEffect(() => setTabStop(items(), active.current));

  return (
    <div
      ref={bar}
      class="toolbar"
      role="toolbar"
      aria-label={label}
      onFocusIn={(event) => {
        active.current = (event.target as Element).closest<HTMLElement>(ITEMS);
        setTabStop(items(), active.current);
      }}
      onKeyDown={(event) => focusByKey(event, items(), active.current, 'horizontal')}
    >
      {children}
    </div>
  );
}
