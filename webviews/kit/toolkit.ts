/**
 * The one place that knows which component library the panels use. The rest of the code writes the tags below, so a
 * successor of this archived library has only this file to replace.
 *
 * Import it statically from a panel's entry: the library reads the theme's colours when `window.load` fires, and one
 * that arrives later keeps its own.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeLink,
  vsCodeProgressRing,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextArea,
  vsCodeTextField,
  type Button,
  type Checkbox,
  type Link,
  type ProgressRing,
  type Radio,
  type RadioGroup,
  type TextArea,
  type TextField,
} from '@vscode/webview-ui-toolkit';
import type { HTMLAttributes, Ref } from 'preact';

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeLink(),
  vsCodeProgressRing(),
  vsCodeRadio(),
  vsCodeRadioGroup(),
  vsCodeTextArea(),
  vsCodeTextField(),
);

/**
 * What a tag takes: the attributes of HTML and the element's own properties named in `Own`. A button's `ariaDisabled`
 * must be set as a property: the library does not pass the attribute on to the control that has the focus.
 */
type Tag<E extends HTMLElement, Own extends keyof E = never> = Omit<HTMLAttributes<HTMLElement>, Own | 'ref'> &
  Partial<Pick<E, Own>> & { ref?: Ref<E> };

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': Tag<Button, 'appearance' | 'ariaDisabled' | 'disabled' | 'type'>;
      'vscode-checkbox': Tag<Checkbox, 'checked' | 'disabled' | 'name'>;
      'vscode-link': Tag<Link, 'href'>;
      'vscode-progress-ring': Tag<ProgressRing>;
      'vscode-radio': Tag<Radio, 'checked' | 'disabled' | 'value' | 'name'>;
      'vscode-radio-group': Tag<RadioGroup, 'disabled' | 'name' | 'value' | 'orientation'>;
      'vscode-text-area': Tag<TextArea, 'cols' | 'disabled' | 'placeholder' | 'resize' | 'rows' | 'value'>;
      'vscode-text-field': Tag<TextField, 'disabled' | 'placeholder' | 'size' | 'value'>;
    }
  }
}
export type { Button, Checkbox, Radio, RadioGroup, TextArea, TextField };
