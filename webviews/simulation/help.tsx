/** How to read the picture, and which keys there are. */
import { Dialog } from '../kit/dialog.tsx';

const KEYS: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [['Space', 'K'], 'Play or pause (Space where no control has the focus, K everywhere)'],
  [['→', '.'], 'Step forward (the full stop works inside the picture too)'],
  [['←', ','], 'Step back'],
  [['Home'], 'Go to the start'],
  [['End'], 'Go to the newest step that was run'],
  [['['], 'Slower'],
  [[']'], 'Faster'],
  [['?'], 'This help'],
  [['Tab', 'arrow keys'], 'Reach the picture, then move between nodes and messages'],
  [['Enter'], 'On a node or message: what can be done with it. In the event list: go there'],
];

const SIGNS: readonly (readonly [sign: string, meaning: string])[] = [
  ['Letter in a node', 'its role; who leads has a double ring, who wants to lead is an octagon'],
  ['Arc around a node', 'a timer that runs down; it fires when the arc is gone'],
  ['Dashed outline and a cross', 'the node has crashed'],
  ['Two bars', 'the node is paused: it is up, but does nothing'],
  ['Exclamation mark', 'the node works, but is slow or has a wrong clock'],
  ['Small squares', 'the newest log entries with their terms; filled ones are committed'],
  ['Filled mark on a link', 'a request on its way; hollow marks are answers'],
  ['Dashed link with a cross', 'nothing passes; an arrow that ends at a bar is blocked in its direction only'],
  ['Dotted link', 'its latency, loss or order is not what it was at first'],
];

export function Help({ onClose }: { readonly onClose: () => void }) {
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
          {SIGNS.map(([sign, meaning]) => (
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
