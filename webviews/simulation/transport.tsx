/** Moving through the run: play and pause, steps, the slider over what has been run, and the speed. */
import { useRef } from 'preact/hooks';
import { BookmarkIcon, EndIcon, PauseIcon, PlayIcon, StartIcon, StepBackIcon, StepForwardIcon } from '../kit/icons.tsx';
import { Toolbar } from '../kit/toolbar.tsx';
import { addBookmark, bookmarksOf } from './bookmarks.ts';
import { FinderBar } from './finder-bar.tsx';
import type { SimulationModel } from './model.ts';
import { useClock } from './stage/clock.ts';
import { formatMoment, formatSpan, formatSpeed, SPEEDS } from './time.ts';

export function Transport({ model }: { readonly model: SimulationModel }) {
  const { player } = model;
  const { cursor, head, nextTime } = model.view.value;
  const playing = player.playing.value;
  const atStart = cursor.step === 0 && cursor.time === 0;
  const atEnd = nextTime === null;
  return (
    <div class="transport">
      <Toolbar label="Playback">
        <vscode-button appearance="icon" aria-label="Go to the start" title="Go to the start (Home)" ariaDisabled={String(atStart)} onClick={() => model.goTo({ step: 0 })}>
          <StartIcon />
        </vscode-button>
        <vscode-button appearance="icon" aria-label="Step back" title="Step back (Left arrow)" ariaDisabled={String(atStart)} onClick={() => model.stepBack()}>
          <StepBackIcon />
        </vscode-button>
        <vscode-button
          appearance="icon"
          class="play"
          aria-label={playing ? 'Pause' : 'Play'}
          title={playing ? 'Pause (Space)' : 'Play (Space)'}
          ariaDisabled={String(atEnd)}
          onClick={() => player.toggle()}
        >
          {playing ? <PauseIcon /> : <PlayIcon />}
        </vscode-button>
        <vscode-button appearance="icon" aria-label="Step forward" title="Step forward (Right arrow)" ariaDisabled={String(atEnd)} onClick={() => model.stepForward()}>
          <StepForwardIcon />
        </vscode-button>
        <vscode-button
          appearance="icon"
          aria-label="Go to the newest step"
          title="Go to the newest step that was run (End)"
          ariaDisabled={String(cursor.step === head.step)}
          onClick={() => model.goToHead()}
        >
          <EndIcon />
        </vscode-button>
        <vscode-button appearance="icon" aria-label="Set a bookmark" title="Set a bookmark here (B)" onClick={() => addBookmark(model)}>
          <BookmarkIcon />
        </vscode-button>
      </Toolbar>
      <Scrubber model={model} />
      <label class="speed">
        <span class="visually-hidden">Speed</span>
        <select value={String(player.speed.value)} onChange={(event) => (player.speed.value = Number(event.currentTarget.value))}>
          {SPEEDS.map((speed) => (
            <option key={speed} value={String(speed)}>
              {formatSpeed(speed)}
            </option>
          ))}
        </select>
      </label>
      <FinderBar model={model} />
    </div>
  );
}

function Scrubber({ model }: { readonly model: SimulationModel }) {
  const slider = useRef<HTMLInputElement>(null);
  const readout = useRef<HTMLSpanElement>(null);
  const { head, horizon, cursor } = model.view.value;
  const marks = bookmarksOf(model.view.value);

  useClock(
    model.clock,
    (time) => {
      if (slider.current !== null) {
        // Past the head the run grows under the thumb.
        slider.current.max = String(Math.max(head.time, time));
        slider.current.value = String(time);
        slider.current.setAttribute('aria-valuetext', `${formatMoment(time)}, step ${cursor.step}`);
      }
      if (readout.current !== null) readout.current.textContent = formatMoment(time);
    },
    [head.time, cursor.step],
  );

  return (
    <div class="scrubber">
      <div class="scrubber-marks" aria-hidden="true">
        {marks.map(({ step, time, label }) => (
          <span key={`${step}-${time}`} title={label} style={{ '--share': String(Math.min(1, time / Math.max(1, head.time))) }} />
        ))}
      </div>
      <input
        ref={slider}
        type="range"
        min="0"
        step={Math.max(1, Math.round(head.time / 500))}
        aria-label="Moment of the run"
        onInput={(event) => model.scrub(Number(event.currentTarget.value))}
      />
      <div class="scrubber-text small muted">
        <span>
          <span ref={readout} class="moment" /> · step {cursor.step} of {head.step}
        </span>
        <span>
          run to {formatMoment(head.time)} of {formatSpan(horizon)}
        </span>
      </div>
    </div>
  );
}
