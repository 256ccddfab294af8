/** Moments that the learner wants to find again: setting, naming and removing them. */
import type { Bookmark, Notebook, SimulationView } from '../../src/contract/simulation.ts';
import type { SimulationModel } from './model.ts';

/** Those of the branch that is shown. */
export function bookmarksOf({ notebook, branch }: SimulationView): Bookmark[] {
  return notebook.bookmarks.filter((bookmark) => bookmark.branch === branch);
}

/** Sets one at the moment that is shown, unless there is one. */
export function addBookmark(model: SimulationModel): void {
  model.player.pause();
  let said = '';
  const added = model.amend((view) => {
    const { notebook, branch, cursor } = view;
    const here = { branch, ...cursor, label: labelOf(view) };
    const known = notebook.bookmarks.find((bookmark) => isSameMoment(bookmark, here));
    said = known ? `There is a bookmark here already: “${known.label}”.` : `A bookmark is set here: “${here.label}”. It is kept under Branches.`;
    return known ? notebook : { ...notebook, bookmarks: [...notebook.bookmarks, here] };
  });
  void added.then((isSet) => {
    if (isSet) model.notice.value = said;
  });
}

/** An empty name leaves the bookmark as it is called. */
export function renameBookmark(model: SimulationModel, renamed: Bookmark, name: string): void {
  const label = name.trim() || renamed.label;
  void model.amend(({ notebook }) => changed(notebook, (bookmark) => (isSameMoment(bookmark, renamed) ? [{ ...bookmark, label }] : [bookmark])));
}

export function removeBookmark(model: SimulationModel, removed: Bookmark): void {
  void model.amend(({ notebook }) => changed(notebook, (bookmark) => (isSameMoment(bookmark, removed) ? [] : [bookmark])));
}

function changed(notebook: Notebook, change: (bookmark: Bookmark) => Bookmark[]): Notebook {
  return { ...notebook, bookmarks: notebook.bookmarks.flatMap(change) };
}

function isSameMoment(one: Bookmark, other: Bookmark): boolean {
  return one.branch === other.branch && one.step === other.step && one.time === other.time;
}

function labelOf({ now, cursor }: SimulationView): string {
  return now[0]?.title ?? (cursor.step === 0 ? 'the start' : `step ${cursor.step}`);
}
