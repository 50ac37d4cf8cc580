// Keeps the state in a file that only its owner reads and that is whole at any time.
import { open, readFile, rename, rm } from 'node:fs/promises';
import { Failure } from '../node/failure.js';

interface Snapshooting {
  snapshot(): Promise<string>;
}

/** Writes are gathered: a burst of requests makes one. */
const GATHERING_MS = 200;

export class StateFile {
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #written: string | undefined;

  constructor(readonly path: string) {}

  /** What the file holds, unless there is none yet. */
  async read(): Promise<string | undefined> {
    try {
      this.#written = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        throw new Failure(`The state cannot be read: ${(error as Error).message}`);
    }
    return this.#written;
  }

  /** Something may have changed: the state is written soon. */
  changed(source: Snapshooting): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // The next change tries again, and the last write, at the end, fails aloud.
      this.#enqueue(source).catch((error) => console.error(error.message));
    }, GATHERING_MS);
  }

  /** Writes the state now. */
  write(source: Snapshooting): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#enqueue(source);
  }

  #enqueue(source: Snapshooting): Promise<void> {
    const written = this.#writing.then(async () => {
      const state = await source.snapshot();
      if (state === this.#written) return;
      await replace(this.path, state);
      this.#written = state;
    });
    this.#writing = written.catch(() => {});
    return written;
  }
}

/** Other readers see the old file or the new one, never a part. */
async function replace(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await rm(draft, { force: true });
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new Failure(`The state cannot be written: ${(error as Error).message}`);
  }
}
