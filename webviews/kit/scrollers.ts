/** What is wider than the page scrolls on its own, which a keyboard can do where it takes the focus. */

/** Keeps each of these elements reachable by Tab for as long as it has something to scroll. Returns what ends it. */
export function followScrolling(elements: Iterable<HTMLElement>): () => void {
  const observer = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0');
      else target.removeAttribute('tabindex');
    }
  });
  for (const element of elements) observer.observe(element);
  return () => observer.disconnect();
}
