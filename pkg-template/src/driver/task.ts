// What Rust gives the driver to perform: src/bindings/client/task.rs.

export interface Task {
  /** Takes what came of the last turn; says `[verb, writes, what]`, as src/modern/turn.rs tells them. */
  turn(told: Uint8Array, now: number, random: number): unknown;
  refresh(): Task;
  session(): object;
  user(): object;
  lonelyUser(): object;
  respond(step: Uint8Array, answer: unknown): unknown;
  associate(step: Uint8Array, options: unknown): unknown;
  free(): void;
}
