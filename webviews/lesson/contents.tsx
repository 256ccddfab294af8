/** The headings of the lesson beside it, where there is room. */

export interface Heading {
  readonly id: string;
  readonly text: string;
  readonly level: 2 | 3;
}

export function Contents({ headings }: { readonly headings: readonly Heading[] }) {
  if (headings.length < 2) return null;
  return (
    <nav class="lesson-contents" aria-labelledby="contents">
      <h2 id="contents">In this lesson</h2>
      <ul>
        {headings.map(({ id, text, level }) => (
          <li key={id} class={`contents-level-${level}`}>
            <a
              href={`#${id}`}
              onClick={(event) => {
                event.preventDefault();
                event.stopPropagation();
                goToHeading(id);
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Scrolls to a heading and moves the focus there, so that reading and tabbing go on from it. */
export function goToHeading(id: string): void {
  const heading = document.getElementById(id);
  if (heading === null) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  heading.scrollIntoView();
}
