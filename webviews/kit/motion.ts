/** Whether the user asked for less motion, of the system or of VS Code (which marks the page's body). */
import { signal, type ReadonlySignal } from '@preact/signals';

export function reducedMotion(): ReadonlySignal<boolean> {
  const system = matchMedia('(prefers-reduced-motion: reduce)');
  const read = (): boolean => system.matches || document.body.classList.contains('vscode-reduce-motion');
  const reduced = signal(read());
  const update = (): void => {
    reduced.value = read();
  };
  system.addEventListener('change', update);
  new MutationObserver(update).observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return reduced;
}
