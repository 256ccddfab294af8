/**
 * What the space-time diagram draws: a branch's events in columns, in pages that are asked for one after the other. A
 * hundred thousand events are some two megabytes of JSON.
 */
import * as v from 'valibot';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));

/** One integer for each event, or for each event of some kind. Checked as a whole: a schema for each number would take long. */
const Column = v.custom<number[]>((value) => Array.isArray(value) && value.every(Number.isSafeInteger), 'a list of integers was expected');

/** At most so many events in one page, so that neither side is held up by one. */
export const LONGEST_PAGE = 5_000;

export const SpaceTimeRequest = v.object({ from: index, count: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LONGEST_PAGE)) });
export type SpaceTimeRequest = v.InferOutput<typeof SpaceTimeRequest>;

export const SpaceTimePage = v.pipe(
  v.object({
    branch: index,
    /** The first event's id; the others follow. */
    from: index,
    /** The first event's virtual time in microseconds; 0 in an empty page. */
    origin: index,
    /** Microseconds from `origin`. */
    times: Column,
    /** Kinds of events, as in `EventView.kind`, by the numbers that `kindOf` has. */
    kinds: v.array(v.string()),
    kindOf: Column,
    /** -1 for what happens to the network. */
    nodes: Column,
    /** How many events before it the cause is; 0 for none. */
    causes: Column,
    /** What an event is called on its node's line: a message's type, a note's title. By the numbers of `labelOf`, counted from 1; 0 for none. */
    labels: v.array(v.string()),
    labelOf: Column,
    /** Of each event that puts a message on its way (`send`, `duplicate`), in order: the node it goes to, and microseconds until it arrives. */
    ways: Column,
    /** Where a node's role changes; an empty role is none, as of a node that is down. */
    roles: v.array(v.object({ event: index, node: index, role: v.string(), badge: v.string() })),
    /** Directed links that are cut from an event on, where that changes. */
    cuts: v.array(v.object({ event: index, links: v.array(v.object({ from: index, to: index })) })),
  }),
  v.check(({ times, kindOf, nodes, causes, labelOf }) => [kindOf, nodes, causes, labelOf].every(({ length }) => length === times.length), 'all columns have one length'),
);
export type SpaceTimePage = v.InferOutput<typeof SpaceTimePage>;

export const PICTURE_FORMATS = ['svg', 'png'] as const;
export const PictureFormat = v.picklist(PICTURE_FORMATS);
export type PictureFormat = v.InferOutput<typeof PictureFormat>;

/** Larger pictures are refused. */
export const LARGEST_PICTURE = 30_000_000;

/** A picture to save: SVG as it is written, PNG in base 64. */
export const Picture = v.object({ format: PictureFormat, data: v.pipe(v.string(), v.minLength(1), v.maxLength(LARGEST_PICTURE)) });
export type Picture = v.InferOutput<typeof Picture>;
