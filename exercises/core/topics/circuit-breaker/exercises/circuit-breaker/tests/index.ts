import { cases } from 'dsim/grading';
import { Circuit, OPTIONS } from './circuit.ts';
import { expectToAgree } from './comparison.ts';

/** Calls may take long without being slow. */
const PATIENT = { slowCall: 60_000 };

export default cases({
  'passes-through': (t) => {
    const circuit = new Circuit(t, { minimumCalls: 100 });
    const success = circuit.start(() => t.after(20, { id: 7 }));
    const failure = circuit.start(() => t.failAfter(30, 'no such row'));
    t.expect.equal(success.call.state, 'pending', 'A call takes as long as its action.');
    t.advance(30);
    t.expect.equal(success.call.value, { id: 7 }, 'execute() returns what the action returns.');
    t.expect.equal(failure.call.error?.message, 'no such row', 'execute() throws what the action throws.');
    const thrown = circuit.start(() => {
      throw new Error('thrown at once');
    });
    t.expect.equal(thrown.call.error?.message, 'thrown at once', 'An action may also throw before it returns a promise.');
  },

  'failure-rate': (t) => {
    new Circuit(t).calls('SSSFFSSSFFSS', 'The rate of failures never reaches 0.5.');
    const circuit = new Circuit(t);
    circuit.calls('SFSF', 'Before the fourth call, fewer calls count than minimumCalls.');
    circuit.expectRefusal('Two failures of four calls are a rate of 0.5: the breaker opens.');
  },

  'minimum-calls': (t) => {
    const circuit = new Circuit(t, { minimumCalls: 5 });
    circuit.calls('FFFFF', 'Fewer than five calls decide nothing.');
    circuit.expectRefusal('Five failures of five calls are enough to judge by.');
  },

  'sliding-window': (t) => {
    const forgotten = new Circuit(t);
    forgotten.calls('FFF', 'Three calls decide nothing.');
    t.advance(OPTIONS.window);
    forgotten.calls('SSFSS', 'Of the calls in the window only one has failed; the failures before it have left.');
    const recent = new Circuit(t);
    recent.calls('SSSSSSSS', 'No call has failed.');
    t.advance(OPTIONS.window);
    recent.calls('FFFF', 'Before the fourth call, fewer calls count than minimumCalls.');
    recent.expectRefusal('Successes that have left the window do not make up for four failures in it.');
  },

  'slow-calls': (t) => {
    const circuit = new Circuit(t);
    for (let i = 0; i < 4; i++) {
      const slow = circuit.startSuccess(OPTIONS.slowCall + 100);
      t.advance(OPTIONS.slowCall + 100);
      t.expect.equal(slow.call.value, 'result', 'A slow call still returns its result.');
    }
    circuit.expectRefusal(`Calls that took ${OPTIONS.slowCall + 100} ms have failed: slowCall is ${OPTIONS.slowCall} ms.`);
  },

  'fails-fast': (t) => {
    const circuit = new Circuit(t);
    circuit.open();
    for (let i = 0; i < 5; i++) {
      t.advance(OPTIONS.openTime / 10);
      circuit.expectRefusal('As long as the breaker is open, it refuses every call.');
    }
  },

  'open-time': (t) => {
    const circuit = new Circuit(t);
    circuit.open();
    t.advance(OPTIONS.openTime - 5);
    circuit.expectRefusal('Shortly before openTime is over, the breaker is still open.');
    t.advance(10);
    circuit.expectLetThrough(circuit.startSuccess(), 'When openTime is over, the next call is let through, also where calls were refused in the meantime.');
  },

  'refusals-do-not-count': (t) => {
    const circuit = new Circuit(t);
    circuit.halfOpen();
    const probes = [circuit.startSuccess(), circuit.startSuccess(), circuit.startSuccess()];
    for (let i = 0; i < 5; i++) circuit.expectRefusal('The probes are out.');
    t.advance(10);
    for (const probe of probes) circuit.expectLetThrough(probe, 'A half-open breaker lets its probes through.');
    circuit.calls('SSSFS', 'The breaker is closed, and one call of five has failed; refused calls do not count.');
  },

  'half-open-probes': (t) => {
    const circuit = new Circuit(t);
    circuit.halfOpen();
    for (let i = 1; i <= OPTIONS.probes; i++) {
      circuit.expectLetThrough(circuit.startSuccess(100), `A half-open breaker lets ${OPTIONS.probes} calls through: this is call ${i}.`);
    }
    for (let i = 0; i < 3; i++) circuit.expectRefusal(`A half-open breaker lets ${OPTIONS.probes} calls through and refuses the rest.`);
  },

  'closes': (t) => {
    const circuit = new Circuit(t);
    circuit.halfOpen();
    const [first] = [circuit.startSuccess(10), circuit.startSuccess(20), circuit.startSuccess(30)];
    t.advance(25);
    t.expect.equal(first.call.value, 'result', 'A probe returns its result.');
    circuit.expectRefusal('Two of three probes have succeeded: the breaker is still half-open, and its probes are out.');
    t.advance(5);
    circuit.calls('FFFS', 'The breaker is closed, and fewer calls than minimumCalls have finished since.');
    circuit.expectRefusal('After closing, a breaker counts from the beginning: three failures of four calls open it again.');
  },

  'reopens': (t) => {
    const circuit = new Circuit(t);
    circuit.halfOpen();
    circuit.startSuccess(10);
    circuit.startFailure(20);
    circuit.startSuccess(30);
    t.advance(20);
    circuit.expectRefusal('One failed probe opens the breaker again.');
    t.advance(OPTIONS.openTime - 5);
    circuit.expectRefusal('It stays open for the whole openTime, from the failure on.');
    t.advance(10);
    circuit.expectLetThrough(circuit.startSuccess(), 'Then it is half-open again.');
  },

  'late-results': (t) => {
    const whileOpen = new Circuit(t, PATIENT);
    whileOpen.startSuccess(100);
    whileOpen.open();
    t.advance(60);
    whileOpen.expectRefusal('A call that began before the breaker opened has succeeded: that does not close it.');

    const success = new Circuit(t, PATIENT);
    success.startSuccess(OPTIONS.openTime + 100);
    success.halfOpen();
    for (let probe = 1; probe < OPTIONS.probes; probe++) success.startSuccess(10);
    t.advance(100);
    success.expectLetThrough(success.startSuccess(1_000), 'A call that began before the breaker opened is no probe: it uses up none.');
    success.expectRefusal('A call that began before the breaker opened is no probe: its success does not help to close the breaker.');

    const failure = new Circuit(t, PATIENT);
    failure.startFailure(OPTIONS.openTime + 100);
    failure.halfOpen();
    failure.startSuccess(10);
    t.advance(100);
    failure.expectLetThrough(failure.startSuccess(), 'A call that began before the breaker opened is no probe: its failure does not open the breaker again.');
  },

  'agrees-with-the-model': (t) => {
    t.seeds(60, expectToAgree);
  },
});
