// The turns that a machine of Rust's hands over: src/bindings/login.rs calls this.
let turn = '';

/** Takes a turn from Rust, which zeroes its own copy. */
export const takeLoginTurn = (text: string): void => {
  turn = text;
};

/** `[writes, effect, what]`: src/login/mod.rs says what each effect carries. A written value is any JSON, `null` removes it. */
export type Turn = readonly [
  writes: readonly (readonly [key: string, value: unknown])[],
  effect: string,
  what: unknown,
];

export function lastTurn(): Turn {
  const text = turn;
  turn = '';
  return JSON.parse(text);
}
