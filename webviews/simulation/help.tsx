/** How to read the picture, and which keys there are. */
import type { LogWords } from '../../src/contract/simulation.ts';
import { Dialog } from '../kit/dialog.tsx';
import { DIAGRAM_KEYS } from './space-time/keys.ts';

const KEYS: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [['Space', 'K'], 'Play or pause (Space where no control has the focus, K everywhere)'],
  [['→', '.'], 'Step forward (the full stop works inside the picture too)'],
  [['←', ','], 'Step back'],
  [['Home'], 'Go to the start'],
  [['End'], 'Go to the newest step that was run'],
  [['E', 'Shift and E'], 'To the next, and to the previous, event of the chosen kind and node'],
  [['B'], 'Set a bookmark here; they are listed under Branches'],
  [['['], 'Slower'],
  [[']'], 'Faster'],
  [['?'], 'This help'],
  [['Tab', 'arrow keys'], 'Reach the picture, then move between nodes and messages'],
  [['Enter'], 'On a node or message: what can be done with it. In the event list: go there'],
  ...DIAGRAM_KEYS,
];

const signs = (logWords: LogWords | null): readonly (readonly [sign: string, meaning: string])[] => [
  ...(logWords ? ([['Small squares', `the newest log entries with their ${logWords.mark.toLowerCase()}; filled ones are ${logWords.settled.toLowerCase()}`]] as const) : []),
  ['Letter in a node', 'its role; who leads, or holds a lock, has a double outline, who wants to lead, or is in doubt, is an octagon'],
  ['Arc around a node', 'a timer that runs down; it fires when the arc is gone'],
  ['Dashed outline and a cross', 'the node has crashed'],
  ['Two bars', 'the node is paused: it is up, but does nothing'],
  ['Exclamation mark', 'the node works, but is slow or has a wrong clock'],
  ['Filled mark on a link', 'a request on its way; hollow marks are answers'],
  ['Dashed link with a cross', 'nothing passes; an arrow that ends at a bar is blocked in its direction only'],
  ['Line of the diagram', 'double for who leads, dashed for who wants to lead; a hatched box is a node that is down, one with straight strokes stands still'],
  ['Strip beside a line', 'what could have brought the selected event about; dashed strips, what it could have brought about'],
  ['Band over the diagram', 'the network is cut; dashes in it part the groups'],
  ['Dashed line with a flag', 'in the diagram: a bookmark; over the slider a stroke is one'],
  ['Dotted link', 'its latency, loss or order is not what it was at first'],
];

export function Help({ logWords, onClose }: { readonly logWords: LogWords | null; readonly onClose: () => void }) {
  return (
    <Dialog title="Keys and signs" onClose={onClose}>
      <table class="data">
        <caption>Keys</caption>
        <tbody>
          {KEYS.map(([keys, meaning]) => (
            <tr key={meaning}>
              <th scope="row" class="help-keys">
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </th>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table class="data">
        <caption>Signs</caption>
        <tbody>
          {signs(logWords).map(([sign, meaning]) => (
            <tr key={sign}>
              <th scope="row">{sign}</th>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="dialog-actions">
        <vscode-button onClick={onClose}>Close</vscode-button>
      </div>
    </Dialog>
  );
}
