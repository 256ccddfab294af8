/** The theme's colours, as a canvas wants them: without variables. */
import { INKS, type Ink, type Palette } from './pen.ts';

/** Reads what simulation.css says the inks are, at an element of the panel. */
export function readPalette(within: HTMLElement): Palette {
  const probe = document.createElement('span');
  probe.className = 'space-time-probe';
  within.append(probe);
  const style = getComputedStyle(probe);
  const colours = INKS.map((ink): [Ink, string] => {
    probe.style.setProperty('color', `var(--ink-${ink})`);
    return [ink, style.color];
  });
  const font = style.fontFamily;
  probe.remove();
  return { ...(Object.fromEntries(colours) as Record<Ink, string>), font };
}

/** Calls `changed` when VS Code has put on another theme, or the system other colours. @returns what stops it */
export function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  const forced = matchMedia('(forced-colors: active)');
  forced.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    forced.removeEventListener('change', changed);
  };
}
