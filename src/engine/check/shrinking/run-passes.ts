/** What may be simpler about a failing run: fewer things that happen, fewer nodes, plainer conditions, less time. */
import { MILLISECOND, type Micros } from '../../sim/time.ts';
import { reduce } from '../shrink.ts';
import type { RunCase, RunFailure, Subject } from './failing-run.ts';
import type { Script, ScriptItem } from './script.ts';
import type { Pass } from './shrinker.ts';
import { weakerActions } from './weaker.ts';
import { renameScript, withoutNode } from './without-node.ts';

type RunPass<Parameters> = Pass<RunCase<Parameters>, RunFailure>;

/** Seeds that are told apart at a glance. */
const PLAIN_SEEDS = 4;

/**
 * Each makes one thing smaller: the actions that hang on an event; the items; the nodes; what is unusual about the parameters;
 * how strong faults are; the seed; the time of the failure, the sum of all times. None makes larger what comes before its own
 * in this list, save that nodes take items with them.
 */
export function runPasses<Parameters, Message>(subject: Subject<Parameters, Message>): readonly RunPass<Parameters>[] {
  const luck = [fewerItems<Parameters>(), fewerNodes(subject), simplerParameters(subject)].map((pass) => withLuck(pass));
  return [plainTimes(), ...luck, weakerFaults(), plainerSeed(), lessTime()];
}

/**
 * Whatever is left out, the rest of the run goes another way than before, as from another seed. So what does not fail with
 * the present seed is tried with the plain ones: what fails with some of them does not rest on an accident.
 */
function withLuck<Parameters>({ name, propose }: RunPass<Parameters>): RunPass<Parameters> {
  return {
    name,
    *propose(present, failure) {
      const proposals = propose(present, failure);
      let { seed } = present;
      for (let proposal = proposals.next(); !proposal.done; ) {
        let found: RunFailure | undefined;
        for (const tried of seedsFrom(seed)) {
          found = yield { ...proposal.value, seed: tried };
          if (!found) continue;
          seed = tried;
          break;
        }
        proposal = proposals.next(found);
      }
    },
  };
}

function seedsFrom(seed: number): readonly number[] {
  return [seed, ...Array.from({ length: PLAIN_SEEDS }, (_, plain) => plain).filter((plain) => plain !== seed)];
}

/** An event's number holds only as long as nothing before it changes: an action that hangs on one is given a time instead. */
function plainTimes<Parameters>(): RunPass<Parameters> {
  return {
    name: 'plain times',
    *propose(start) {
      let present = start;
      for (const delay of [0, 1]) {
        const script = present.script.map((item) => freed(item, delay));
        if (!hangs(present.script) || !isInOrder(script)) continue;
        const candidate = { ...present, script };
        if (yield candidate) present = candidate;
      }
      for (let position = 0; position < present.script.length; position++) {
        for (const delay of [0, 1]) {
          const item = present.script[position]!;
          const script = present.script.with(position, freed(item, delay));
          if (item.after === undefined || !isInOrder(script)) continue;
          const candidate = { ...present, script };
          if (yield candidate) present = candidate;
        }
      }
    },
  };
}

function hangs(script: Script): boolean {
  return script.some(({ after }) => after !== undefined);
}

function freed(item: ScriptItem, delay: Micros): ScriptItem {
  return item.after === undefined ? item : { at: item.at + delay, action: item.action };
}

function isInOrder(script: Script): boolean {
  return script.every(({ at }, position) => position === 0 || script[position - 1]!.at <= at);
}

function fewerItems<Parameters>(): RunPass<Parameters> {
  return {
    name: 'items',
    *propose(present) {
      const parts = reduce(present.script);
      for (let part = parts.next(); !part.done; ) part = parts.next((yield { ...present, script: part.value }) !== undefined);
    },
  };
}

/** The last node first: those before it keep their numbers, and what they draw. */
function fewerNodes<Parameters, Message>({ build, without, renamed = (command) => command }: Subject<Parameters, Message>): RunPass<Parameters> {
  return {
    name: 'nodes',
    *propose(start) {
      if (!without) return;
      let present = start;
      for (let node = build(present.parameters).nodes.length - 1; node >= 0; node--) {
        const parameters = without(present.parameters, node);
        if (parameters === undefined) continue;
        const candidate = { ...present, parameters, script: renameScript(present.script, withoutNode(node), renamed) };
        if (yield candidate) present = candidate;
      }
    },
  };
}

function simplerParameters<Parameters, Message>({ simpler }: Subject<Parameters, Message>): RunPass<Parameters> {
  return {
    name: 'parameters',
    *propose(start) {
      let present = start;
      // After each that is taken, from the beginning: it may have opened the way for others.
      for (let found = simpler !== undefined; found; ) {
        found = false;
        for (const parameters of simpler?.(present.parameters) ?? []) {
          const candidate = { ...present, parameters };
          if (!(yield candidate)) continue;
          present = candidate;
          found = true;
          break;
        }
      }
    },
  };
}

function weakerFaults<Parameters>(): RunPass<Parameters> {
  return {
    name: 'faults',
    *propose(start) {
      let present = start;
      for (let position = 0; position < present.script.length; position++) {
        for (let found = true; found; ) {
          found = false;
          const item = present.script[position]!;
          for (const action of weakerActions(item.action)) {
            const candidate = { ...present, script: present.script.with(position, { ...item, action }) };
            if (!(yield candidate)) continue;
            present = candidate;
            found = true;
            break;
          }
        }
      }
    },
  };
}

function plainerSeed<Parameters>(): RunPass<Parameters> {
  return {
    name: 'seed',
    *propose(present) {
      for (let seed = 0; seed < Math.min(PLAIN_SEEDS, present.seed); seed++) if (yield { ...present, seed }) return;
    },
  };
}

/** The failure has to come no later than it does. Gaps are closed, wholly or by halves, and times are rounded down. */
function lessTime<Parameters>(): RunPass<Parameters> {
  return {
    name: 'time',
    *propose(start, failure) {
      let present = start;
      let end = failure.at;
      const attempt = function* (script: Script): Generator<RunCase<Parameters>, boolean, RunFailure | undefined> {
        const candidate = { ...present, script, until: end };
        const found = yield candidate;
        if (!found) return false;
        present = candidate;
        end = found.at;
        return true;
      };
      if (end < present.until) yield* attempt(present.script);
      for (let position = 0; position < present.script.length; position++) {
        for (const earlier of sooner(present.script, position)) {
          if (yield* attempt(earlier)) break;
        }
        for (const script of rounded(present.script, position)) {
          if (yield* attempt(script)) break;
        }
      }
      if (end < present.until) yield* attempt(present.script);
    },
  };
}

/** An item and all that come after it, earlier by a part of the time since the one before: by all of it, by half of it, and so on. */
function* sooner(script: Script, position: number): Generator<Script> {
  const { at } = script[position]!;
  for (let gap = at - (script[position - 1]?.at ?? 0); gap >= MILLISECOND; gap = Math.floor(gap / 2)) {
    yield script.map((item, each) => (each < position ? item : { ...item, at: item.at - gap }));
  }
}

/** An item alone at a rounder time, the roundest first, but not before the one before it. */
function* rounded(script: Script, position: number): Generator<Script> {
  const item = script[position]!;
  const earliest = script[position - 1]?.at ?? 0;
  for (const unit of [100 * MILLISECOND, 10 * MILLISECOND, MILLISECOND]) {
    const at = item.at - (item.at % unit);
    if (at < item.at && at >= earliest) yield script.with(position, { ...item, at });
  }
}
