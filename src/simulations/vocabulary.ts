/** Makes of a simulation's words what scenes may say of it. */
import type { Value } from '../engine/scene/scene.ts';
import type { EventWord, FieldWord, Vocabulary, Word } from '../engine/scene/vocabulary.ts';
import type { Node } from '../engine/sim/node.ts';

/** Undefined where a node has no such field now. */
export type ReadableField<Message> = FieldWord & { read(node: Node<Message>): Value | undefined };

/** By name: what something means, and what of it can be asked for. */
type Meanings<Name extends string = string> = Readonly<Record<Name, readonly [meaning: string, ...fields: FieldWord[]]>>;

interface Words<Message extends { readonly type: string }> extends Pick<Vocabulary<Message>, 'roleOf' | 'timers' | 'history'> {
  readonly roles: Readonly<Record<string, string>>;
  readonly fields: readonly ReadableField<Message>[];
  readonly events: Meanings;
  readonly messages: Readonly<Record<Message['type'], string>>;
}

export function vocabularyOf<Message extends { readonly type: string }>({ roles, fields, events, messages, ...others }: Words<Message>): Vocabulary<Message> {
  const fieldNamed = new Map(fields.map((field) => [field.name, field]));
  return {
    ...others,
    roles: wordsOf(roles),
    fields: fields.map(({ name, type, meaning }) => ({ name, type, meaning })),
    valueOf: (node, field) => fieldNamed.get(field)?.read(node),
    events: Object.entries(events).map(([name, [meaning, ...asked]]): EventWord => ({ name, meaning, fields: asked })),
    messages: wordsOf(messages),
    typeOf: ({ type }) => type,
  };
}

export function wordsOf(meanings: Readonly<Record<string, string>>): readonly Word[] {
  return Object.entries(meanings).map(([name, meaning]) => ({ name, meaning }));
}

/** Makes fields of the nodes on which such a process runs. */
export function fieldsOf<Message, Life>(Kind: abstract new (...args: never[]) => Life) {
  return (name: string, type: FieldWord['type'], meaning: string, read: (life: Life, node: Node<Message>) => Value | undefined): ReadableField<Message> => ({
    name,
    type,
    meaning,
    read: (node) => (node.life instanceof Kind ? read(node.life, node) : undefined),
  });
}

export const number = (name: string, meaning: string): FieldWord => ({ name, type: 'number', meaning });
export const text = (name: string, meaning: string): FieldWord => ({ name, type: 'text', meaning });
export const flag = (name: string, meaning: string): FieldWord => ({ name, type: 'flag', meaning });
