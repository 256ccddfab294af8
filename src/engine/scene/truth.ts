/** Answers to conditions, some of which nobody can give: what a search was to decide, and did not within its budget. */

export type Truth = boolean | 'undecided';

/** All of them hold (Kleene's strong conjunction). */
export function conjunction(parts: readonly Truth[]): Truth {
  if (parts.includes(false)) return false;
  return parts.includes('undecided') ? 'undecided' : true;
}

export function disjunction(parts: readonly Truth[]): Truth {
  return negation(conjunction(parts.map(negation)));
}

export function negation(truth: Truth): Truth {
  return truth === 'undecided' ? truth : !truth;
}
