import type { HostBridge, Outcome, WireError } from './bridge.ts';
import { Judgement } from './judgement.ts';
import { deterministicMath } from './math.ts';
import { resolveImport } from './program.ts';
import type { Realm } from './realm.ts';
import { framesOf } from './stack.ts';
import { decode, encode } from './wire.ts';

/** Virtual time 0 is this moment for `Date`: 2030-01-01, in milliseconds. */
const EPOCH = 1_893_456_000_000;

/** What a realm's guest may call. A host function that fails gives its fallback; the failure is raised when the event is over. */
export function hostBridge(realm: Realm): HostBridge {
  const safe =
    <Values extends unknown[], Result>(work: (...values: Values) => Result, fallback: Result) =>
    (...values: Values): Result => {
      try {
        return work(...values);
      } catch (error) {
        realm.fail(error);
        return fallback;
      }
    };
  const machine = () => realm.present.machine;
  const nothing = encode(undefined);

  return {
    now: safe(() => machine().now() / 1_000, 0),
    date: safe(() => EPOCH + Math.floor(machine().now() / 1_000), EPOCH),
    random: safe(() => machine().random.next(), 0),
    setTimer: safe((timer, milliseconds) => realm.present.setGuestTimer(timer, milliseconds), undefined),
    clearTimer: safe((timer) => realm.present.clearGuestTimer(timer), undefined),
    prints: safe(() => realm.prints, false),
    print: safe((values, stack) => {
      const [frame] = framesOf(stack, realm.program.files);
      realm.output.print(decode(values) as unknown[], frame, machine().label);
    }, undefined),
    uncaught: safe((thrown) => realm.throwLater(realm.errorOf(decode(thrown) as WireError, ' (thrown where nothing catches it, such as in a timer)')), undefined),
    settled: safe((life, task, outcome) => realm.taskEnded(life, task, outcome), undefined),
    callback: safe((id, values) => callBack(realm, id, values), 'v'),
    resolve: safe((from, specifier) => (specifier === 'dsim' ? 'dsim' : (resolveImport(from, specifier, realm.program.scripts) ?? '')), ''),
    math: safe(deterministicMath, NaN),
    storeGet: safe((key) => (machine().store.get(key) as string | undefined) ?? nothing, nothing),
    storeSet: safe((key, value) => machine().store.set(key, value), undefined),
    storeSync: safe((promise) => realm.present.startSync(promise), undefined),
    nodeId: safe(() => machine().network?.node ?? -1, -1),
    nodeCount: safe(() => machine().network?.size ?? 0, 0),
    send: safe((to, message) => complaintOf(() => {
      const { network } = machine();
      if (!network) throw new RangeError('There is no network here: this object runs on a machine of its own.');
      network.send(to, message);
    }), ''),
    setTag: safe((tag, milliseconds) => complaintOf(() => {
      if (tag.startsWith('#')) throw new RangeError(`A timer's tag does not begin with #: ${tag}.`);
      if (!(milliseconds >= 0) || milliseconds === Infinity) throw new RangeError(`The timer ${tag} is set to a number of milliseconds from 0 on, not ${milliseconds}.`);
      machine().setTimer(tag, Math.round(milliseconds * 1_000));
    }), ''),
    clearTag: safe((tag) => {
      if (!tag.startsWith('#')) machine().cancelTimer(tag);
    }, undefined),
  };
}

function callBack(realm: Realm, id: number, values: string): Outcome {
  const callback = realm.callbackAt(id);
  if (!callback) throw new Error(`There is no callback ${id}.`);
  try {
    return `v${encode(callback(...(decode(values) as unknown[])))}`;
  } catch (error) {
    // What a callback throws is thrown in the learner's code; but a verdict is for nobody to catch.
    if (error instanceof Judgement || !(error instanceof Error)) throw error;
    return `t${encode(error)}`;
  }
}

function complaintOf(work: () => void): string {
  try {
    work();
    return '';
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
