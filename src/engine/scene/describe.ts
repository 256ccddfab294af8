/** What a scene says, in words, for messages. */
import type { FieldTest, NodeSet, Predicate, Term } from './scene.ts';

export function describeSet(set: NodeSet): string {
  switch (set.kind) {
    case 'all':
      return `all ${set.of}`;
    case 'role':
      return `nodes that are ${set.role}`;
    case 'name':
      return set.name;
    case 'union':
      return set.of.map(describeSet).join(', ');
    case 'except':
      return `${describeSet(set.of)} without ${describeSet(set.without)}`;
    case 'where':
      return `${describeSet(set.of)} that ${describePredicate(set.are)}`;
    case 'pick':
      return `${set.count} of ${describeSet(set.of)}`;
  }
}

function describePredicate(predicate: Predicate): string {
  switch (predicate.kind) {
    case 'all':
    case 'any':
      return predicate.of.map((part) => ('of' in part && part.kind !== 'not' ? `(${describePredicate(part)})` : describePredicate(part))).join(predicate.kind === 'all' ? ' and ' : ' or ');
    case 'not':
      return `not (${describePredicate(predicate.of)})`;
    case 'is':
      return `are ${predicate.word}`;
    case 'field':
      return `have ${describeTest(predicate)}`;
  }
}

function describeTest({ field, by, value }: FieldTest): string {
  return `${field} ${by} ${describeTerm(value)}`;
}

function describeTerm(term: Term): string {
  switch (term.kind) {
    case 'literal':
      return JSON.stringify(term.value);
    case 'duration':
      return `${term.value} µs`;
    case 'field':
      return `${term.field} of ${describeSet(term.of)}`;
    case 'count':
      return `the number of ${describeSet(term.of)}${term.are ? ` that ${describePredicate(term.are)}` : ''}`;
    case 'tally':
      return `the occurrences of ${term.name}${describeWhere(term.at)}`;
    case 'messages':
      return `the ${term.type ?? ''} ${term.unit} ${term.what}${describeWhere(term.at)}`;
    case 'time':
      return `the time of the ${term.which} ${term.name}${describeWhere(term.at)}`;
    case 'operations':
      return `${term.what} operations${describeWhere(term.at)}`;
  }
}

function describeWhere(at: NodeSet | null): string {
  return at ? ` at ${describeSet(at)}` : '';
}
