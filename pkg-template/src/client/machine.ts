// A machine of Rust's, and the turns that it hands over.
import { Machine } from 'client-glue';
import type { Turn } from './effect.js';

let turn = '';

/** Takes a turn from Rust, which zeroes its own copy. */
export const takeTurn = (text: string): void => {
  turn = text;
};

/** Fills the bytes from the platform's CSPRNG, and never from anything else; says whether it could. */
export function fillRandom(bytes: Uint8Array<ArrayBuffer>): boolean {
  try {
    crypto.getRandomValues(bytes);
    return true;
  } catch {
    return false;
  }
}

function read(): Turn {
  const text = turn;
  turn = '';
  return JSON.parse(text);
}

/** Starts a machine; the caller frees it. */
export function start(call: object, random = false): [machine: Machine, turn: Turn] {
  const machine = new Machine(JSON.stringify(call), random, Date.now());
  return [machine, read()];
}

export function resume(machine: Machine, answer: object): Turn {
  machine.resume(JSON.stringify(answer), Date.now());
  return read();
}
