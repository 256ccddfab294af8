/**
 * The lesson's side of its diagrams: a hidden frame, made for the first diagram, that turns mermaid source into SVG.
 *
 * Mermaid needs inline styles, a fifth of the product's bytes and the run of a document, and its input is a pack's. It
 * gets a frame with an origin of its own (`sandbox="allow-scripts"`): it can't reach the lesson, and hands back text that
 * the lesson shows as an image, where neither scripts nor links live and the page's style policy has no say.
 *
 * A frame inside a VS Code webview can't load anything itself: the service worker that serves an extension's files
 * finds the webview by the address of the page that asks, and a nested frame has none. So the lesson fetches the
 * script and hands the text in. The frame inherits the lesson's policy; the script runs by the page's nonce.
 */
import * as v from 'valibot';
import { DrawReply, type DiagramTheme } from './messages.ts';

export interface Picture {
  /** Address of the picture, for `img`. */
  readonly url: string;
  /** Natural size in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

export interface DiagramRenderer {
  /** Rejects with mermaid's message where the source can't be drawn, or with the reason the frame could not start. */
  draw(source: string, theme: DiagramTheme): Promise<Picture>;
}

/** `script` is the address of the diagram bundle, `nonce` that of the page's policy. */
export function createRenderer(script: string, nonce: string): DiagramRenderer {
  const waiting = new Map<number, (reply: DrawReply) => void>();
  let port: Promise<MessagePort> | undefined;
  let lastId = 0;

  const receive = ({ data }: MessageEvent): void => {
    const reply = v.parse(DrawReply, data);
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  };

  return {
    async draw(source, theme) {
      port ??= startFrame(script, nonce, receive);
      const open = await port;
      const id = ++lastId;
      const reply = await new Promise<DrawReply>((resolve) => {
        waiting.set(id, resolve);
        open.postMessage({ id, source, theme });
      });
      if (reply.kind === 'failed') throw new Error(reply.message);
      return { url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(reply.svg)}`, width: reply.width, height: reply.height };
    },
  };
}

async function startFrame(script: string, nonce: string, receive: (event: MessageEvent) => void): Promise<MessagePort> {
  const [code, frame] = await Promise.all([fetchCode(script), openFrame(nonce)]);
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = receive;
  // An origin of its own has no name that a target could be given by.
  frame.postMessage(code, '*');
  frame.postMessage(null, '*', [port2]);
  return port1;
}

async function fetchCode(script: string): Promise<string> {
  const response = await fetch(script);
  if (!response.ok) throw new Error(`The diagram script could not be loaded (status ${response.status}). Close the lesson and open it again.`);
  return response.text();
}

/** Runs the code that it is sent first; from then on the code listens for itself. */
const bootstrap = `
  const { nonce } = document.currentScript;
  addEventListener('message', ({ data }) => {
    const script = document.createElement('script');
    script.nonce = nonce;
    script.textContent = data;
    document.head.append(script);
  }, { once: true });`;

function openFrame(nonce: string): Promise<Window> {
  const frame = document.createElement('iframe');
  frame.className = 'diagram-frame';
  frame.sandbox.add('allow-scripts');
  frame.title = 'Draws the diagrams';
  frame.ariaHidden = 'true';
  frame.tabIndex = -1;
  frame.srcdoc = `<!doctype html><html><head><meta charset="utf-8"><script nonce="${nonce}">${bootstrap}</script></head><body></body></html>`;
  const opened = new Promise<Window>((resolve) => {
    frame.addEventListener('load', () => { if (frame.contentWindow !== null) resolve(frame.contentWindow); }, { once: true });
  });
  document.body.append(frame);
  return opened;
}
