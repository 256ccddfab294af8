/** The learner's bookmarks of all branches: there they are named, removed and gone to. */
import type { Bookmark } from '../../src/contract/simulation.ts';
import { removeBookmark, renameBookmark } from './bookmarks.ts';
import type { SimulationModel } from './model.ts';
import { formatMoment } from './time.ts';

export function Bookmarks({ model }: { readonly model: SimulationModel }) {
  const { bookmarks } = model.view.value.notebook;
  return (
    <section aria-label="Bookmarks">
      <h3>Bookmarks</h3>
      {bookmarks.length === 0 ? <p class="muted small">None yet. B sets one at the moment that is shown.</p> : null}
      <ul class="bookmarks">
        {bookmarks.map((bookmark) => (
          <Row key={`${bookmark.branch}-${bookmark.step}-${bookmark.time}`} model={model} bookmark={bookmark} />
        ))}
      </ul>
    </section>
  );
}

function Row({ model, bookmark }: { readonly model: SimulationModel; readonly bookmark: Bookmark }) {
  const { branch, step, time, label } = bookmark;
  return (
    <li class="bookmark">
      <input type="text" value={label} aria-label={`Name of the bookmark at ${formatMoment(time)}`} onChange={(event) => renameBookmark(model, bookmark, event.currentTarget.value)} />
      <span class="small muted">
        {formatMoment(time)}, step {step} of “{model.branchLabel(branch)}”
      </span>
      <button type="button" class="chip" aria-label={`Go to “${label}”`} onClick={() => model.goToBookmark(bookmark)}>
        Go
      </button>
      <button type="button" class="chip" aria-label={`Remove “${label}”`} onClick={() => removeBookmark(model, bookmark)}>
        Remove
      </button>
    </li>
  );
}
