/** Jepsen's operation maps in EDN: `{:type :invoke, :f :read, :value nil, :process 0}`, plain or as `#jepsen.history.Op{…}`. */
import { EdnMap, EdnSet, EdnSymbol, Keyword, readEdnItems, Tagged, type Edn } from './edn.ts';
import { TextError } from './errors.ts';
import type { HistoryEvent, Value } from './events.ts';
import { eventFrom, textOf, type PassOver } from './fields.ts';

/** @param text one vector or list of them, or one after the other @throws TextError */
export function readMaps(text: string, passOver: PassOver): HistoryEvent[] {
  const { items, asides } = readEdnItems(text);
  passOver('comments', asides.comments);
  passOver('values that #_ leaves out', asides.discarded);
  return items.flatMap(({ value, line, column }) => {
    const map = value instanceof Tagged ? value.value : value;
    if (!(map instanceof EdnMap)) throw new TextError({ line, column }, 'an operation is a map such as {:type :invoke, :f :read, :value nil, :process 0}.');
    const field = (name: string): Value | undefined => {
      const found = map.get(name);
      return found === undefined ? undefined : plain(found);
    };
    return eventFrom(field, { line, column }, passOver) ?? [];
  });
}

/** An EDN value in terms of JSON. */
export function plain(value: Edn): Value {
  if (value instanceof Keyword || value instanceof EdnSymbol) return value.name;
  if (value instanceof Tagged) return plain(value.value);
  if (value instanceof EdnSet) return value.items.map(plain);
  if (value instanceof EdnMap) return Object.fromEntries(value.entries.map(([key, item]) => [textOf(plain(key)), plain(item)]));
  if (Array.isArray(value)) return (value as readonly Edn[]).map(plain);
  if (typeof value === 'bigint') return String(value);
  return value as null | boolean | number | string;
}
