// What a pool shows to the other entries of this package, and to nobody else: what it holds.

/** The key of it: a symbol that all copies share, because an entry takes the pool of any bundle. */
export const INSIDE: symbol = Symbol.for('auth-session');
