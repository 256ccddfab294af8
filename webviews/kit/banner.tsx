/** What went wrong, in words, until it is dismissed or something else succeeds. */
import type { Signal } from '@preact/signals';
import { CloseIcon } from './icons.tsx';

export function ErrorBanner({ failure }: { readonly failure: Signal<string | null> }) {
  if (failure.value === null) return null;
  return (
    <div class="banner banner-error" role="alert">
      <span class="banner-text">
        <strong>That did not work.</strong> {failure.value}
      </span>
      <vscode-button appearance="icon" aria-label="Dismiss the message" onClick={() => (failure.value = null)}>
        <CloseIcon />
      </vscode-button>
    </div>
  );
}
