/** Keys that work wherever the focus is, unless what has it needs them itself. */
import { addBookmark } from './bookmarks.ts';
import type { SimulationModel } from './model.ts';

const TYPES_TEXT = 'input:not([type=range]), textarea, select, dialog';
const USES_SPACE = `button, vscode-button, vscode-checkbox, summary, a, [role=button], [role=menuitem]`;

/** @returns what stops listening */
export function listenForShortcuts(model: SimulationModel, openHelp: () => void): () => void {
  const listener = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    const [target] = event.composedPath();
    // A shadow root's control is judged by the element that holds it too.
    const within = (selector: string): boolean =>
      event.composedPath().some((element) => element instanceof Element && element.matches(selector));
    if (!(target instanceof Element) || within(TYPES_TEXT)) return;
    const run = commandOf(event.key, model, openHelp);
    if (run === null) return;
    if (event.key === ' ' && within(USES_SPACE)) return;
    event.preventDefault();
    run();
  };
  document.addEventListener('keydown', listener);
  return () => document.removeEventListener('keydown', listener);
}

function commandOf(key: string, model: SimulationModel, openHelp: () => void): (() => void) | null {
  switch (key) {
    case ' ':
    case 'k':
      return () => model.player.toggle();
    case 'ArrowRight':
    case '.':
      return () => model.stepForward();
    case 'ArrowLeft':
    case ',':
      return () => model.stepBack();
    case 'Home':
      return () => model.goTo({ step: 0 });
    case 'End':
      return () => model.goToHead();
    case 'b':
      return () => addBookmark(model);
    case 'e':
      return () => void model.finder.find('on');
    case 'E':
      return () => void model.finder.find('back');
    case '[':
      return () => model.player.slower();
    case ']':
      return () => model.player.faster();
    case '?':
      return openHelp;
    default:
      return null;
  }
}
