/** Icons of 16 by 16 units that take the colour of the text around them. */
import type { ComponentChildren } from 'preact';

function Icon({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="currentColor" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const PlayIcon = () => <Icon><path d="M4 2.5v11l9-5.5z" /></Icon>;
export const PauseIcon = () => <Icon><path d="M4 3h3v10H4zM9 3h3v10H9z" /></Icon>;
export const StepForwardIcon = () => <Icon><path d="M4 3v10l6.5-5zM11 3h1.8v10H11z" /></Icon>;
export const StepBackIcon = () => <Icon><path d="M12 3v10L5.5 8zM3.2 3H5v10H3.2z" /></Icon>;
export const StartIcon = () => <Icon><path d="M14 3v10L8.5 8zM8.5 3v10L3.8 8zM2 3h1.6v10H2z" /></Icon>;
export const EndIcon = () => <Icon><path d="M2 3v10l5.5-5zM7.5 3v10l4.7-5zM12.4 3H14v10h-1.6z" /></Icon>;
export const CloseIcon = () => <Icon><path d="M3.7 3 8 7.3 12.3 3l.7.7L8.7 8l4.3 4.3-.7.7L8 8.7 3.7 13l-.7-.7L7.3 8 3 3.7z" /></Icon>;
export const BookmarkIcon = () => <Icon><path d="M4 2h8v12.2L8 10.6l-4 3.6zm1.2 1.2v8.3L8 9l2.8 2.5V3.2z" /></Icon>;
export const ZoomInIcon = () => <Icon><path d="M7.3 3h1.4v4.3H13v1.4H8.7V13H7.3V8.7H3V7.3h4.3z" /></Icon>;
export const ZoomOutIcon = () => <Icon><path d="M3 7.3h10v1.4H3z" /></Icon>;
export const WarningIcon = () => <Icon><path fill-rule="evenodd" d="M8 1.5 15.5 14.5H.5zM8 3.8 2.5 13.3h11zM7.3 7h1.4v3.3H7.3zM7.3 11.2h1.4v1.3H7.3z" /></Icon>;
