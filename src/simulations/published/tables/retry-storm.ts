/** A metastable failure: the HotOS paper's example of request retries. */
import { storm } from '../experiments/retry-storm.ts';
import type { Row, Table } from '../table.ts';

const recovers = (experiment: string, what: string): Row => ({
  id: `${experiment}, recovered`,
  what,
  unit: 'share',
  claim: { kind: 'absolute', value: 1, tolerance: 0, stated: true },
  experiment,
  quantity: 'recovered',
});

export const stormTables: readonly Table[] = [
  {
    section: '7',
    model: 'retry-storm',
    title: 'A retry storm, and what ends it',
    source: 'Bronson, Aghayev, Charapko and Zhu, Metastable Failures in Distributed Systems (HotOS)',
    place: 'section 2, request retries',
    year: 2021,
    setting:
      'A server with a capacity of 300 qps is offered 280 qps; an attempt that is not answered within 1 s is given up, and every query is tried once more. An outage of 10 s holds back what is sent. The server holds up to 450 requests and serves them in order, given up or not.',
    remark:
      'Measured over half a minute: one and a half minutes after the outage, or, where the load is cut and for the two highest values, six. Arrivals are random, so at exactly 150 qps, or 20 retries a second, it is chance that ends the storm; the limit of the queue, which is ours, decides how soon.',
    rows: [
      { id: `${storm.retry}, before`, what: 'Goodput before the outage, lowest of all runs', unit: 'share', claim: { kind: 'above', bound: 0.99, stated: false }, experiment: storm.retry, quantity: 'lowest goodput before' },
      { id: `${storm.retry}, after`, what: 'Goodput after it, highest of all runs', unit: 'share', claim: { kind: 'below', bound: 0.05, stated: true }, experiment: storm.retry, quantity: 'highest goodput after' },
      recovers(storm.noRetries, 'Runs that recover without retries'),
      recovers(storm.bucket, 'Runs that recover with a token bucket of 10 retries a second'),
      recovers(storm.cut, 'Runs that recover once the load is cut to 150 qps'),
      { id: storm.highestLoad, what: 'Highest load at which every run recovers, in steps of 10 qps', unit: 'qps', claim: { kind: 'absolute', value: 150, tolerance: 10, stated: false }, experiment: storm.highestLoad, quantity: 'highest' },
      { id: storm.highestBudget, what: 'Highest budget of retries with which every run recovers, in steps of 5 a second', unit: 'qps', claim: { kind: 'absolute', value: 20, tolerance: 5, stated: false }, experiment: storm.highestBudget, quantity: 'highest' },
    ],
  },
];
