/**
 * The intrinsics that the guest code relies on, taken before any learner code has run, so that a patched prototype
 * changes nothing but what the learner's own code sees.
 *
 * The functions of this folder are turned into source text and evaluated inside the context (see `source.ts`): they may
 * refer to nothing but their parameters and the language. They hold themselves to a few rules: no method call on a value
 * that a learner could have patched, no iteration protocol, tables without a prototype, host functions in constants only.
 */
export function captureIntrinsics() {
  const { apply, construct, defineProperty, getPrototypeOf } = Reflect;
  const uncurry =
    <Self, Values extends unknown[], Result>(method: (this: Self, ...values: Values) => Result) =>
    (self: Self, ...values: Values): Result =>
      apply<Self, Values, Result>(method, self, values);
  const getter = (prototype: object, name: string): ((self: unknown) => unknown) => {
    const get: ((this: unknown) => unknown) | undefined = Object.getOwnPropertyDescriptor(prototype, name)?.get;
    if (!get) throw new Error(`${name} is not a getter here.`);
    return (self) => apply(get, self, []);
  };
  return {
    apply,
    construct,
    defineProperty,
    getPrototypeOf,
    create: Object.create,
    freeze: Object.freeze,
    keys: Object.keys,
    hasOwn: Object.hasOwn,
    isPrototypeOf: uncurry<object, [unknown], boolean>(Object.prototype.isPrototypeOf as (this: object, value: unknown) => boolean),
    isArray: Array.isArray,
    stringify: JSON.stringify as (value: string) => string,
    parse: JSON.parse as (text: string) => unknown,
    isFinite: Number.isFinite,
    slice: uncurry(String.prototype.slice),
    trunc: Math.trunc,
    is: Object.is,
    String,
    BigInt,
    Error,
    RangeError,
    TypeError,
    Promise,
    /** A promise that is fulfilled. */
    resolved: async (): Promise<void> => undefined,
    Map,
    Set,
    Date,
    ErrorPrototype: Error.prototype,
    ObjectPrototype: Object.prototype,
    mapSize: getter(Map.prototype, 'size'),
    setSize: getter(Set.prototype, 'size'),
    mapForEach: uncurry(Map.prototype.forEach),
    mapSet: uncurry(Map.prototype.set),
    mapGet: uncurry(Map.prototype.get),
    setForEach: uncurry(Set.prototype.forEach),
    setAdd: uncurry(Set.prototype.add),
    getTime: uncurry(Date.prototype.getTime),
    dateToString: uncurry(Date.prototype.toString),
  };
}

export type Intrinsics = ReturnType<typeof captureIntrinsics>;
