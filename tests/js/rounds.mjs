// How thorough the tests are: `cargo xtask test` plays each race 20 times, `cargo xtask test all` 200 times.

/** How often a test plays a race. In a page the bundle sets it, elsewhere the environment. */
export const rounds = Number(globalThis.TEST_ROUNDS ?? globalThis.process?.env.TEST_ROUNDS ?? 20);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error('TEST_ROUNDS must be a whole number above 0');

/** Whether tests take the time for what is seldom different. */
export const thorough = rounds >= 200;

/** Plays a race; an error names its round. */
export async function race(play, times = rounds) {
  for (let round = 1; round <= times; round++) {
    try {
      await play(round);
    } catch (error) {
      if (error instanceof Error) error.message = `round ${round} of ${times}: ${error.message}`;
      throw error;
    }
  }
}
