/** Parameters that simulations have alike. */
import type { ParameterDefinition, Values } from './definition.ts';

export const SEED_PARAMETER = { name: 'seed', label: 'Seed', description: 'Everything random is drawn from it: the same seed gives the same run.', unit: 'seed', minimum: 0, maximum: 4_294_967_295, step: 1, initial: 1 } as const satisfies ParameterDefinition;

interface FlawChoices<Flaw> {
  /** Who breaks a rule, and when what comes of it shows. */
  readonly description: string;
  /** What the simulation is without a flaw. */
  readonly none: string;
  readonly flaws: readonly Flaw[];
  /** The rule that is left out, and where it stands. */
  tell(flaw: Flaw): string;
}

/** Which rule nodes leave out; none at first. */
export function flawParameter<Flaw extends { readonly title: string }>({ description, none, flaws, tell }: FlawChoices<Flaw>) {
  return {
    name: 'flaw',
    label: 'A rule left out',
    description,
    unit: 'choice',
    choices: [{ label: 'none', description: none }, ...flaws.map((flaw) => ({ label: flaw.title, description: `The rule that is left out: ${tell(flaw)}` }))],
    initial: 0,
  } as const satisfies ParameterDefinition;
}

/** The flaw that is chosen; undefined for none. */
export function flawIn<Flaw>(flaws: readonly Flaw[], values: Values): Flaw | undefined {
  return flaws[(values['flaw'] ?? 0) - 1];
}
