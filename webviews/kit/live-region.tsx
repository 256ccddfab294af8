/** Speaks `text` to a screen reader each time it changes, without showing it. */
export function LiveRegion({ text }: { readonly text: string }) {
  return (
    <p role="status" aria-live="polite" class="visually-hidden">
      {text}
    </p>
  );
}
