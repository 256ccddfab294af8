/** What must hold. */
import type { Claim } from '../../engine/scene/scene.ts';
import type * as ast from '../language/generated/ast.ts';
import { writeClaim } from '../print/claims.ts';
import { compileCondition } from './conditions.ts';
import { duration, known, type Place } from './place.ts';

export function compileClaim(claim: ast.Claim, place: Place): Claim {
  const { problems, setting } = place;
  const before = problems.list.length;
  const compiled = compileMeaning(claim, place);
  if (claim.text !== undefined) return { text: problems.text(claim, 'text', claim.text), claim: compiled };
  // A claim that says nothing of itself is told by its own words.
  return { text: problems.list.length > before ? '' : writeClaim(compiled, setting), claim: compiled };
}

function compileMeaning(claim: ast.Claim, place: Place): Claim['claim'] {
  if (claim.$type === 'Violation') {
    const properties = place.setting.properties.map((property) => ({ name: property.id }));
    return { kind: 'violated', property: known(claim, 'property', claim.property, 'property', properties, place)?.name ?? '' };
  }
  const condition = compileCondition(claim.condition, place);
  switch (claim.$type) {
    case 'Always': {
      if (!claim.effect || claim.within === undefined) return { kind: 'always', condition };
      return { kind: 'leads to', cause: condition, effect: compileCondition(claim.effect, place), within: duration(claim, 'within', claim.within, place) };
    }
    case 'Never':
      return { kind: 'never', condition };
    case 'Finally':
      return { kind: 'finally', condition };
    case 'Eventually':
      return { kind: 'eventually', condition, within: claim.within === undefined ? null : duration(claim, 'within', claim.within, place) };
  }
}
