import type { Grading } from 'dsim/grading';
import { Circuit, outcomeOf, type Options } from './circuit.ts';
import { Model } from './model.ts';

/**
 * Random calls to the learner's breaker and to the model, which have to let through and refuse the same ones. Calls begin
 * at 3 ms past a multiple of 10 and end at 6 ms past one, so that nothing ever depends on which of two things that are due
 * at the same moment comes first.
 */
export function expectToAgree(t: Grading): void {
  const { random } = t;
  const options: Options = {
    // Eighths, so that no rounding decides.
    failureRate: random.between(2, 6) / 8,
    window: random.between(20, 80) * 10 + 5,
    minimumCalls: random.between(1, 6),
    slowCall: 100,
    openTime: random.between(10, 40) * 10,
    probes: random.between(1, 4),
  };
  const settings = JSON.stringify(options);
  const circuit = new Circuit(t, options);
  const model = new Model(options);
  const underWay: { readonly endsAt: number; readonly end: () => void }[] = [];
  let failing = false;
  t.advance(3);
  for (let i = 0; i < 150; i++) {
    if (random.chance(0.05)) failing = !failing;
    const succeeds = !random.chance(failing ? 0.8 : 0.1);
    const duration = (random.chance(0.1) ? random.between(10, 60) : random.between(0, 9)) * 10 + 3;
    underWay.sort((one, other) => one.endsAt - other.endsAt);
    while (underWay[0] && underWay[0].endsAt < t.now) underWay.shift()?.end();
    const attempt = succeeds ? circuit.startSuccess(duration) : circuit.startFailure(duration);
    const admission = model.begin(t.now);
    const endsAt = t.now + duration;
    if (admission) {
      circuit.expectLetThrough(attempt, `Call ${i + 1}, at ${t.now} ms, has to be let through. ${settings}`);
      underWay.push({
        endsAt,
        end: () => {
          model.end(admission, endsAt, succeeds);
          t.expect.equal(outcomeOf(attempt), succeeds ? 'succeeded' : 'failed', `Call ${i + 1} ends as its action does.`);
        },
      });
    } else {
      circuit.expectRefused(attempt, `Call ${i + 1}, at ${t.now} ms, has to be refused. ${settings}`);
    }
    t.advance(random.between(0, 6) * 10);
  }
}
