/** What the lesson and the diagram frame say to each other, over a port that only the two of them hold. */
import * as v from 'valibot';

/** How a diagram is to look: colours as `#rrggbb`, named as mermaid's theme variables are. */
export const DiagramTheme = v.object({
  dark: v.boolean(),
  fontFamily: v.string(),
  colors: v.record(v.string(), v.string()),
});
export type DiagramTheme = v.InferOutput<typeof DiagramTheme>;

export const DrawRequest = v.object({ id: v.number(), source: v.string(), theme: DiagramTheme });
export type DrawRequest = v.InferOutput<typeof DrawRequest>;

export const DrawReply = v.variant('kind', [
  /** A whole SVG document; width and height in CSS pixels. */
  v.object({ kind: v.literal('drawn'), id: v.number(), svg: v.string(), width: v.number(), height: v.number() }),
  v.object({ kind: v.literal('failed'), id: v.number(), message: v.string() }),
]);
export type DrawReply = v.InferOutput<typeof DrawReply>;
