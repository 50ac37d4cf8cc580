// Loaded before the command: kills the process at one point of the writing of its state, which KILL_AT names.
// A number: after so many bytes of the draft. `sync`, `rename`: before that step; `renamed`: after it.
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const at = process.env.KILL_AT;
const { open, rename } = promises;

async function die() {
  process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
}

promises.open = async (path, ...rest) => {
  const file = await open(path, ...rest);
  if (!String(path).includes('state.json')) return file;
  const { writeFile, sync } = file;
  file.writeFile = async (text) => {
    if (!/^\d+$/.test(at)) return writeFile.call(file, text);
    await file.write(Buffer.from(text).subarray(0, Number(at)));
    return die();
  };
  file.sync = async () => (at === 'sync' ? die() : sync.call(file));
  return file;
};

promises.rename = async (...paths) => {
  if (!String(paths[1]).endsWith('state.json')) return rename(...paths);
  if (at === 'rename') await die();
  await rename(...paths);
  if (at === 'renamed') await die();
};

syncBuiltinESMExports();
