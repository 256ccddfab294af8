/** The lesson's text: HTML from the extension, with its diagrams drawn and its links led where they belong. */
import { render, type ComponentChild } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import * as v from 'valibot';
import { LessonLink, type LessonState } from '../../src/contract/lesson.ts';
import { Html } from '../kit/html.tsx';
import { goToHeading, type Heading } from './contents.tsx';
import { Diagram, type Drawing } from './diagram.tsx';
import { ScenarioBlock, type ScenarioActions } from './scenario.tsx';
import { followScrolling } from '../kit/scrollers.ts';

interface ArticleProps extends Pick<LessonState, 'html' | 'diagrams' | 'scenarios'> {
  readonly drawing: Drawing;
  readonly scenarioActions: ScenarioActions;
  readonly onHeadings: (headings: readonly Heading[]) => void;
  readonly onPackLink: (link: LessonLink) => void;
  readonly onExternalLink: (url: string) => void;
}

export function Article({ html, diagrams, scenarios, drawing, scenarioActions, onHeadings, onPackLink, onExternalLink }: ArticleProps) {
  const content = useRef<HTMLDivElement>(null);
  // Each state brings equal diagrams in a new array; what is on the page stays there until they differ.
  const drawn = JSON.stringify([diagrams, scenarios]);

  useLayoutEffect(() => {
    if (content.current === null) return;
    onHeadings(headingsIn(content.current));
    const endScrolling = followScrolling(content.current.querySelectorAll<HTMLElement>('pre, table'));
    const removeDiagrams = drawInto(content.current, 'diagram', diagrams, (diagram) => <Diagram {...diagram} drawing={drawing} />);
    const removeScenarios = drawInto(content.current, 'scenario', scenarios, (text, place) => <ScenarioBlock text={text} place={place} actions={scenarioActions} />);
    return () => {
      endScrolling();
      removeDiagrams();
      removeScenarios();
    };
  }, [html, drawn]);

  const onClick = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (link === null) return;
    // Here every click is dealt with: VS Code would open what it sees clicked a second time.
    event.preventDefault();
    event.stopPropagation();
    const packLink = v.safeParse(LessonLink, link.dataset);
    const href = link.getAttribute('href') ?? '';
    if (packLink.success) onPackLink(packLink.output);
    else if (href.startsWith('#')) goToHeading(href.slice(1));
    else if (href.startsWith('https://')) onExternalLink(href);
  };

  return <Html class="prose lesson-text" html={html} content={content} onClick={onClick} />;
}

function headingsIn(content: Element): readonly Heading[] {
  return [...content.querySelectorAll('h2[id], h3[id]')].map(({ id, textContent, localName }) => ({
    id,
    text: textContent,
    level: localName === 'h2' ? 2 : 3,
  }));
}

/** Draws each thing into its numbered place. Returns what takes them off the page again. */
function drawInto<Thing>(content: Element, name: 'diagram' | 'scenario', things: readonly Thing[], draw: (thing: Thing, place: number) => ComponentChild): () => void {
  const places = [...content.querySelectorAll<HTMLElement>(`[data-${name}]`)];
  for (const place of places) {
    const number = Number(place.dataset[name]);
    const thing = things[number];
    if (thing !== undefined) render(draw(thing, number), place);
  }
  return () => {
    for (const place of places) render(null, place);
  };
}
