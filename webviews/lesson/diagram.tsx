/** One diagram: a picture that follows the theme, with words for those who don't see it, or its source and what is wrong with it. */
import { useSignal, type ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { LessonState } from '../../src/contract/lesson.ts';
import type { DiagramTheme } from '../diagram/messages.ts';
import type { DiagramRenderer, Picture } from '../diagram/renderer.ts';
import { followScrolling } from '../kit/scrollers.ts';

/** What diagrams are drawn with. */
export interface Drawing {
  readonly renderer: DiagramRenderer;
  readonly theme: ReadonlySignal<DiagramTheme>;
}

type Outcome =
  | { readonly kind: 'drawing' }
  | { readonly kind: 'drawn'; readonly picture: Picture }
  | { readonly kind: 'failed'; readonly message: string };

type DiagramProps = LessonState['diagrams'][number] & { readonly drawing: Drawing };

export function Diagram({ source, alternative, drawing }: DiagramProps) {
  const outcome = useSignal<Outcome>({ kind: 'drawing' });
  const theme = drawing.theme.value;

  useEffect(() => {
    let wanted = true;
    const show = (next: Outcome): void => {
      if (wanted) outcome.value = next;
    };
    drawing.renderer.draw(source, theme).then(
      (picture) => show({ kind: 'drawn', picture }),
      (error: unknown) => show({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      wanted = false;
    };
  }, [source, theme]);

  return (
    <figure class="diagram-figure" aria-busy={outcome.value.kind === 'drawing'}>
      <Shown outcome={outcome.value} alternative={alternative} />
      {outcome.value.kind === 'failed' ? <Source source={source} /> : null}
      <figcaption>
        <details>
          <summary>The diagram in words</summary>
          <p>{alternative === '' ? 'Its author has not described it.' : alternative}</p>
          {outcome.value.kind === 'failed' ? null : <Source source={source} />}
        </details>
      </figcaption>
    </figure>
  );
}

function Shown({ outcome, alternative }: { readonly outcome: Outcome; readonly alternative: string }) {
  switch (outcome.kind) {
    case 'drawing':
      return <p class="muted">Drawing the diagram…</p>;
    case 'drawn':
      return <View picture={outcome.picture} alternative={alternative} />;
    case 'failed':
      return (
        <div class="banner banner-error" role="note">
          <div class="banner-text">
            <strong>This diagram can't be drawn.</strong> Its source is below; tell the author of the pack.
            <p class="diagram-fault">{outcome.message}</p>
          </div>
        </div>
      );
  }
}

/** Made smaller than this, a picture's text could not be read; where there is no room for it, it scrolls instead. */
const smallestScale = 0.65;

function View({ picture, alternative }: { readonly picture: Picture; readonly alternative: string }) {
  const { url, width, height } = picture;
  return (
    <Scroller>
      <img
        class="diagram-picture"
        role="img"
        src={url}
        width={width}
        height={height}
        alt={alternative === '' ? 'A diagram that its author has not described.' : alternative}
        style={{ minWidth: `${width * smallestScale}px` }}
      />
    </Scroller>
  );
}

function Source({ source }: { readonly source: string }) {
  return (
    <Scroller>
      <pre>{source}</pre>
    </Scroller>
  );
}

function Scroller({ children }: { readonly children: ComponentChildren }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (element.current === null ? undefined : followScrolling([element.current])), []);
  return (
    <div ref={element} class="diagram-scroller">
      {children}
    </div>
  );
}
