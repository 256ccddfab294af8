/**
 * Runs inside the diagram frame (see renderer.ts): takes one port from the lesson and draws what is asked over it.
 */
import * as v from 'valibot';
import { draw } from './draw.ts';
import { allowScriptedStyles } from './inline-styles.ts';
import { DrawRequest, type DrawReply } from './messages.ts';

async function answer({ id, source, theme }: DrawRequest): Promise<DrawReply> {
  try {
    return { kind: 'drawn', id, ...(await draw(source, theme)) };
  } catch (error) {
    return { kind: 'failed', id, message: error instanceof Error ? error.message : String(error) };
  }
}

allowScriptedStyles(document.currentScript?.nonce ?? '');
addEventListener(
  'message',
  ({ ports: [port] }) => {
    if (port === undefined) return;
    // Mermaid's configuration is global, so that one drawing has to end before the next begins.
    let last: Promise<void> = Promise.resolve();
    port.onmessage = ({ data }) => {
      const request = v.parse(DrawRequest, data);
      last = last.then(async () => port.postMessage(await answer(request)));
    };
  },
  { once: true },
);
