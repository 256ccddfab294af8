/** Tabs of which one shows its panel (ARIA's tabs pattern, selected by the arrow keys). */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { focusByKey, setTabStop } from './roving.ts';

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly content: () => ComponentChildren;
}

interface TabsProps {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  const shown = tabs.find((tab) => tab.id === selected) ?? tabs[0];
  const buttons = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>('[role=tab]') ?? [])];
  const active = (): HTMLElement | null => list.current?.querySelector<HTMLElement>('[aria-selected=true]') ?? null;

  useLayoutEffect(() => setTabStop(buttons(), active()));

  if (shown === undefined) return null;
  return (
    <div class="tabs">
      <div ref={list} class="tab-list" role="tablist" aria-label={label} onKeyDown={(event) => focusByKey(event, buttons(), active(), 'horizontal')}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            class="tab"
            role="tab"
            id={`${prefix}-tab-${tab.id}`}
            aria-selected={tab.id === shown.id}
            aria-controls={tab.id === shown.id ? `${prefix}-panel` : undefined}
            onClick={() => onSelect(tab.id)}
            onFocus={() => onSelect(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      <div class="tab-panel" role="tabpanel" id={`${prefix}-panel`} aria-labelledby={`${prefix}-tab-${shown.id}`}>
        {shown.content()}
      </div>
    </div>
  );
}
