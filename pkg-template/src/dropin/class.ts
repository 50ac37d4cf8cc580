// Makes a class the way the incumbent's compiled files hold theirs.
//
// They are plain functions with enumerable prototype methods. Code compiled to ES5 calls such a constructor on its own
// object (`Parent.call(this, …)`), which a native class refuses; and tools that walk a prototype find the methods.

/** Methods of objects that look like `T`. */
export type Methods<T> = Record<string, (...args: never[]) => unknown> & ThisType<T>;

// biome-ignore lint/complexity/noBannedTypes: any constructor
type Constructor = Function & { prototype: object };

/** Gives an object members. Assigning fails where a page has frozen `Object.prototype`, which has some of the names, too. */
function define(object: object, members: object): void {
  for (const [key, value] of Object.entries(members))
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

/** The argument, or an empty object. A default would lower the function's `length`, which must equal the incumbent's. */
export const orNothing = <T>(data: T | undefined): Partial<T> => (data === undefined ? {} : data);

/** A constructor with a name, what it does to a new object, and its methods, a group for each idea. */
export function classOf<Class, Instance>(
  name: string,
  construct: (this: Instance, ...args: never[]) => void,
  groups: Methods<Instance>[],
  parent?: Constructor,
): Class {
  const type = function (this: Instance, ...args: never[]) {
    construct.apply(this, args);
  } as unknown as Constructor;
  Object.defineProperty(type, 'name', { value: name, configurable: true });
  Object.defineProperty(type, 'length', { value: construct.length, configurable: true });
  if (parent) {
    Object.setPrototypeOf(type, parent);
    type.prototype = Object.create(parent.prototype);
    define(type.prototype, { constructor: type });
  }
  for (const methods of groups) define(type.prototype, methods);
  return type as Class;
}
