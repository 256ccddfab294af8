/** Published figures as data: which source says what of which quantity, and what measures that. */
import * as v from 'valibot';
import { Claim, Unit } from './claim.ts';

export const Row = v.object({
  /** Unique among all rows. */
  id: v.string(),
  /** What the figure is. */
  what: v.string(),
  unit: Unit,
  claim: Claim,
  /** The experiment that measures it, and which of its quantities it is. */
  experiment: v.string(),
  quantity: v.string(),
});
export type Row = v.InferOutput<typeof Row>;

export const Table = v.object({
  /** Where it stands in the report, such as `1.2`; a section holds the tables of one model. */
  section: v.string(),
  /** The type of the simulation that it belongs to, or the name of a model that has no panel. */
  model: v.string(),
  title: v.string(),
  source: v.string(),
  /** Section, table or figure of the source. */
  place: v.string(),
  year: v.number(),
  /** What is set how: everything that one needs to measure it again. */
  setting: v.string(),
  /** What a reader should know of the comparison, where there is anything. */
  remark: v.string(),
  rows: v.array(Row),
});
export type Table = v.InferOutput<typeof Table>;
