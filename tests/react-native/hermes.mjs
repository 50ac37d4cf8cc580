// A Hermes virtual machine with an app in it. It has no sockets: it prints what it wants, and evaluates what it is told.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const binaries = fileURLToPath(new URL('node_modules/hermes-engine-cli/linux64-bin/', import.meta.url));
/** A program of Hermes's; npm unpacks them without the right to run. */
export function program(name) {
  chmodSync(binaries + name, 0o755);
  return binaries + name;
}

const entropy = () =>
  `(() => { let bytes = ${JSON.stringify([...randomBytes(8192)])}; globalThis.crypto = { getRandomValues(array) {
    const size = array.BYTES_PER_ELEMENT * array.length;
    if (bytes.length < size) throw new Error('too many random bytes');
    new Uint8Array(array.buffer, array.byteOffset, size).set(bytes.splice(0, size));
    return array;
  } }; })();`.replace(/\n\s*/g, ' ');

/** Starts the app of a bundle; `calls` answers what it asks the host, and `items` is its AsyncStorage. */
export function startApp(bundle, calls = {}) {
  const child = spawn(program('hermes'), [], { stdio: ['pipe', 'pipe', 'pipe'] });
  const items = new Map();
  const runs = [];
  let complaints = '';
  const say = (line) => child.stdin.write(`${line}\n`);
  const handlers = {
    fetch: async ({ url, body, ...init }) => {
      const reply = await fetch(url, { ...init, body: body ?? null });
      return { status: reply.status, headers: Object.fromEntries(reply.headers), text: await reply.text() };
    },
    storage: ({ method, key, value }) => {
      if (method === 'getItem') return items.get(key) ?? null;
      if (method === 'getAllKeys') return [...items.keys()];
      if (method === 'setItem') items.set(key, value);
      else items.delete(key);
      return null;
    },
    keys: () => [...items.keys()],
    ...calls,
  };
  const text = (value) =>
    JSON.stringify(value ?? null).replace(/[\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16)}`);

  child.stderr.setEncoding('utf8').on('data', (part) => {
    complaints += part;
  });
  createInterface({ input: child.stdout }).on('line', async (line) => {
    const json = /^(?:>> )*@(.*)$/.exec(line)?.[1];
    if (!json) {
      if (!/^(?:>> |\.\. )*(?:undefined|\d+|true|false|null)?$/.test(line)) complaints += `${line.slice(0, 500)}\n`;
      return;
    }
    const { id, what, given } = JSON.parse(json);
    if (what === 'done') runs.shift()?.(given);
    else if (what === 'timer') setTimeout(() => say(`fire(${id})`), given).unref();
    else {
      try {
        say(`answer(${id}, null, ${text(await handlers[what](given))})`);
      } catch (error) {
        say(`answer(${id}, ${text(String(error))})`);
      }
    }
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  say(entropy());
  // As one text: the prompt of Hermes takes some lines of a bundle for unfinished.
  say(`(0, eval)(${text(bundle)}); null`);

  return {
    items,
    /** Runs a function of the app, and gives what came of it. */
    async run(name, given = {}) {
      const outcome = new Promise((resolve) => runs.push(resolve));
      say(`run(${text(name)}, ${text(given)})`);
      const late = new Promise((resolve) => setTimeout(resolve, 120_000, { error: 'The app did not finish.' }).unref());
      const done = await Promise.race([outcome, late, ended.then(() => ({ error: 'Hermes ended.' }))]);
      if (done.error) throw new Error(`${done.error}\n${complaints}`);
      return done.value;
    },
    stop() {
      child.stdin.end();
      child.kill();
      return ended;
    },
  };
}
