// Questions on a terminal: asked on stderr, answered on stdin, one line each. Answers are no arguments, which other people of
// the machine could read.
import { createInterface } from 'node:readline';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

export async function ask(what) {
  process.stderr.write(`${what}: `);
  return (await lines.next()).value ?? '';
}

/** Lets the process end. */
export const close = () => process.stdin.destroy();
