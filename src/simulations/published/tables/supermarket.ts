/** The power of two choices. */
import { fluidTimeInSystem } from '../../../engine/models/supermarket/fluid.ts';
import type { SupermarketSetting } from '../../../engine/models/supermarket/supermarket.ts';
import { FLUID_MARKETS, PUBLISHED_MARKETS, supermarketId } from '../experiments/supermarket.ts';
import type { Row, Table } from '../table.ts';

const SOURCE = 'Mitzenmacher, The Power of Two Choices in Randomized Load Balancing';
const MODEL = 'Poisson arrivals, exponential service times with mean 1, each job joins the shortest of so many different queues picked at random. Mean time in the system, in mean service times.';

/** As published, in the order of the settings. */
const SIMULATED = [1.27, 2.65, 3.46];

function row(setting: SupermarketSetting, value: number, stated: boolean): Row {
  const { choices, load } = setting;
  return {
    id: supermarketId(setting),
    what: `${choices === 1 ? '1 choice' : `${choices} choices`}, load ${load}`,
    unit: 'service times',
    claim: { kind: 'relative', value, tolerance: 0.03, stated },
    experiment: supermarketId(setting),
    quantity: 'time',
  };
}

export const supermarketTables: readonly Table[] = [
  {
    section: '5',
    model: 'supermarket',
    title: 'Two choices, beside the published simulation',
    source: SOURCE,
    place: 'simulations of the supermarket model',
    year: 2001,
    setting: `100 queues, ${MODEL}`,
    remark: 'Were a job to pick the same queue twice now and then, it would stay 0.4 to 1.6 % longer.',
    rows: PUBLISHED_MARKETS.map((setting, index) => row(setting, SIMULATED[index] ?? 0, true)),
  },
  {
    section: '5',
    model: 'supermarket',
    title: 'One, two and three choices, beside the fluid limit',
    source: SOURCE,
    place: 'fluid limit of the supermarket model',
    year: 2001,
    setting: `500 queues, or 100 with one choice, where queues don’t know of each other; ${MODEL}`,
    remark: 'The formula is of infinitely many queues: with a hundred, at high loads, jobs stay a few per cent longer, in the published simulation as in ours.',
    rows: FLUID_MARKETS.map((setting) => row(setting, fluidTimeInSystem(setting.choices, setting.load), false)),
  },
];
