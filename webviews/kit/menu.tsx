/** A popup menu beside what it acts on (ARIA's menu pattern). It closes on Escape, on a choice and when the focus leaves. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { focusByKey } from './roving.ts';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
}

interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Where its corner should be, in pixels of the positioned element around it; it is moved to stay inside. */
  readonly at: { readonly x: number; readonly y: number };
  /** `returnFocus`: whether the focus should go back to what the menu was opened from. */
  readonly onClose: (returnFocus: boolean) => void;
}

export function Menu({ label, items, at, onClose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const buttons = (): HTMLElement[] => [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];

  useLayoutEffect(() => {
    const element = menu.current;
    const around = element?.offsetParent;
    if (!element || !(around instanceof HTMLElement)) return;
    element.style.left = `${Math.max(0, Math.min(at.x, around.clientWidth - element.offsetWidth))}px`;
    element.style.top = `${Math.max(0, Math.min(at.y, around.clientHeight - element.offsetHeight))}px`;
  }, [at.x, at.y]);
  // Its own effect: a state that arrives while the menu is open must not take the focus back to the first item.
  useLayoutEffect(() => buttons()[0]?.focus(), []);

  return (
    <div
      ref={menu}
      class="menu"
      role="menu"
      aria-label={label}
      onKeyDown={(event) => {
        if (focusByKey(event, buttons(), document.activeElement, 'vertical')) return;
        if (event.key === 'Escape' || event.key === 'Tab') {
          event.preventDefault();
          onClose(true);
        }
        event.stopPropagation();
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && menu.current?.contains(event.relatedTarget)) return;
        onClose(false);
      }}
    >
      {items.map(({ label: text, run }) => (
        <button
          key={text}
          type="button"
          class="menu-item"
          role="menuitem"
          tabIndex={-1}
          onClick={() => {
            onClose(true);
            run();
          }}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
