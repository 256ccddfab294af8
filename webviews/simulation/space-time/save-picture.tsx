/** Saving the diagram as a picture: in which form, and how much of it. */
import { useState } from 'preact/hooks';
import { PICTURE_FORMATS, type PictureFormat } from '../../../src/contract/space-time.ts';
import { Dialog } from '../../kit/dialog.tsx';
import { Choice } from '../export.tsx';
import type { SimulationModel } from '../model.ts';
import type { Diagram } from './diagram.ts';
import { pictureOf, wholeRun, type Section } from './picture.ts';

const FORMATS: Readonly<Record<PictureFormat, { readonly name: string; readonly purpose: string }>> = {
  svg: { name: 'SVG', purpose: 'Sharp at every size, its text can be searched; for documents and slides.' },
  png: { name: 'PNG', purpose: 'Pixels, for programs that take nothing else.' },
};

interface SavePictureProps {
  readonly model: SimulationModel;
  readonly diagram: Diagram;
  /** Has the theme's colours. */
  readonly host: HTMLElement;
  readonly onClose: () => void;
}

export function SavePicture({ model, diagram, host, onClose }: SavePictureProps) {
  const [format, setFormat] = useState<PictureFormat>('svg');
  const [whole, setWhole] = useState(false);
  const { title } = model.view.value;
  const all = wholeRun(model.history.history.columns, diagram.view.value, diagram.until);
  const section: Section = whole ? all : { view: diagram.view.value, remark: null };
  const save = async (): Promise<void> => {
    onClose();
    try {
      const picture = await pictureOf(format, diagram.scene(section.view), diagram.paletteOf(host), `Space-time diagram: ${title}`);
      await model.savePicture(picture, section.remark ?? 'Choose where to save the picture.');
    } catch (error) {
      model.notice.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <Dialog title="Save the diagram" onClose={onClose}>
      <fieldset class="choices">
        <legend>Form</legend>
        {PICTURE_FORMATS.map((each) => (
          <Choice key={each} name="picture-format" label={FORMATS[each].name} note={FORMATS[each].purpose} checked={format === each} onChoose={() => setFormat(each)} />
        ))}
      </fieldset>
      <fieldset class="choices">
        <legend>Part</legend>
        <Choice name="picture-part" label="What is visible" checked={!whole} onChoose={() => setWhole(false)} />
        <Choice name="picture-part" label="The whole run, at this size" note={all.remark ?? 'It fits into one picture.'} checked={whole} onChoose={() => setWhole(true)} />
      </fieldset>
      <div class="dialog-actions">
        <vscode-button appearance="secondary" onClick={onClose}>
          Cancel
        </vscode-button>
        <vscode-button onClick={() => void save()}>Save…</vscode-button>
      </div>
    </Dialog>
  );
}
