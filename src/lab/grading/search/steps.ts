/** The steps of a way by what happens in them: a search's numbers mean nothing to another one. */
import { canonical } from '../../../engine/check/search/canonical.ts';
import type { SentMessage } from '../../../engine/check/search/model.ts';
import type { Space } from '../../../engine/check/search/space.ts';
import { IntegerList } from '../../../engine/check/search/tables.ts';

export type Step =
  | { readonly kind: 'deliver' | 'lose' | 'duplicate'; readonly message: SentMessage<string> }
  | { readonly kind: 'timer'; readonly node: number; readonly name: string }
  | { readonly kind: 'disk' | 'crash' | 'restart'; readonly node: number }
  | { readonly kind: 'command'; readonly node: number; readonly command: string };

export function stepsOf(space: Space<string>, codes: readonly number[]): readonly Step[] {
  return codes.map((code) => stepOf(space, code));
}

/** @returns the code of the choice that is this step; undefined where it is not open */
export function codeOf(space: Space<string>, world: Int32Array, step: Step): number | undefined {
  const open = new IntegerList();
  space.choices(world, open);
  const text = canonical(step);
  for (let position = 0; position < open.length; position++) {
    const code = open.at(position);
    if (canonical(stepOf(space, code)) === text) return code;
  }
  return undefined;
}

function stepOf(space: Space<string>, code: number): Step {
  const choice = space.choice(code);
  switch (choice.kind) {
    case 'deliver':
    case 'lose':
    case 'duplicate':
      return { kind: choice.kind, message: space.message(choice.message) };
    case 'command':
      return { kind: 'command', ...space.model.commands![choice.command]! };
    default:
      return choice;
  }
}
