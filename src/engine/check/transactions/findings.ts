/** The anomalies that were found, and the levels that they rule out. */
import { ANOMALIES, GENERALIZATIONS, type Anomaly, type AnomalyName, type Dependency, type FamilyName } from './anomalies.ts';
import { RULED_OUT_BY, type Level } from './levels.ts';
import type { Standings } from './standing.ts';

export interface Witness {
  readonly transactions: readonly number[];
  readonly dependencies?: readonly Dependency[];
  readonly isSmallest?: boolean;
  readonly meaning: string;
}

export class Findings {
  private readonly standings: Standings;
  private readonly most: number;
  private readonly anomalies = new Map<AnomalyName, Anomaly[]>();
  private readonly found = new Map<AnomalyName, number>();
  private readonly known = new Set<string>();
  private readonly ruledOut = new Set<Level>();

  /** @param most witnesses that are kept of each anomaly */
  constructor(standings: Standings, most: number) {
    this.standings = standings;
    this.most = most;
  }

  /**
   * @param witness asked for only where it is kept
   * @param strength the anomaly that is certain, where the named one holds unless something worse happened
   */
  report(name: AnomalyName, witness: () => Witness, strength: AnomalyName = name): void {
    for (const level of RULED_OUT_BY[strength]) this.ruledOut.add(level);
    const kept = this.anomalies.get(name) ?? [];
    if (kept.length < this.most) {
      const anomaly = this.complete(name, witness());
      // Lost updates are found both as such and as cycles.
      const identity = `${name} ${[...anomaly.transactions].sort((a, b) => a - b).join(' ')} ${anomaly.dependencies[0]?.evidence?.key ?? ''}`;
      if (name === 'lost-update' && this.known.has(identity)) return;
      this.known.add(identity);
      kept.push(anomaly);
      this.anomalies.set(name, kept);
    }
    this.found.set(name, (this.found.get(name) ?? 0) + 1);
  }

  isRuledOut(level: Level): boolean {
    return this.ruledOut.has(level);
  }

  /** The worst ones first. */
  list(): readonly Anomaly[] {
    return ANOMALIES.flatMap((name) => this.anomalies.get(name) ?? []);
  }

  /** How often each was found, with those whose witness was not kept. */
  counts(): Readonly<Partial<Record<AnomalyName, number>>> {
    return Object.fromEntries(ANOMALIES.filter((name) => this.found.has(name)).map((name) => [name, this.found.get(name)!]));
  }

  names(): readonly (AnomalyName | FamilyName)[] {
    const special = ANOMALIES.filter((name) => this.found.has(name));
    return [...new Set(special.flatMap((name) => [name, ...(GENERALIZATIONS[name] ?? [])]))];
  }

  private complete(name: AnomalyName, { transactions, dependencies = [], isSmallest = true, meaning }: Witness): Anomaly {
    const assumed = [...new Set(transactions)].filter((id) => this.standings.isAssumed(id));
    return { name, isA: GENERALIZATIONS[name] ?? [], transactions, dependencies, assumed, isSmallest, meaning };
  }
}
