// Keeps the state in a file that only its owner reads and that is whole at any time.
import { realpathSync } from 'node:fs';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Failure } from '../node/failure.js';
import { lives } from './process-lives.js';
import { StateLock } from './state-lock.js';

interface SnapshotSource {
  snapshot(): Promise<string>;
}

/** Writes are gathered: a burst of requests makes one. */
const GATHERING_MS = 200;

export class StateFile {
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #written: string | undefined;
  readonly #lock: StateLock;

  readonly path: string;

  constructor(path: string) {
    // One file has one lock, however it is spelled, and a link to it stays a link.
    this.path = realPathOf(path);
    this.#lock = new StateLock(this.path);
  }

  /** Takes the file for this process: what it holds, unless there is none yet. The drafts of processes that were killed go. */
  async open(): Promise<string | undefined> {
    await this.#lock.take();
    await removeDrafts(this.path);
    try {
      this.#written = await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        throw new Failure(`The state cannot be read: ${(error as Error).message}`);
    }
    return this.#written;
  }

  /** Something may have changed: the state is written soon. */
  changed(source: SnapshotSource): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      // The next change tries again, and the last write, at the end, fails aloud.
      this.#enqueue(source).catch((error) => console.error(error.message));
    }, GATHERING_MS);
  }

  /** Writes the state now. */
  write(source: SnapshotSource): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    return this.#enqueue(source);
  }

  /** Lets other processes have the file. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#lock.release();
  }

  #enqueue(source: SnapshotSource): Promise<void> {
    const written = this.#writing.then(async () => {
      const state = await source.snapshot();
      if (state === this.#written) return;
      await this.#lock.check();
      await replace(this.path, state);
      this.#written = state;
    });
    this.#writing = written.catch(() => {});
    return written;
  }
}

/** The file itself, behind links; of one that is not there yet, its place. */
function realPathOf(path: string): string {
  for (const known of [path, dirname(path)]) {
    try {
      const real = realpathSync(known);
      return known === path ? real : join(real, basename(path));
    } catch {
      // The file is not there, or its folder: opening it says so.
    }
  }
  return path;
}

/** Where a process writes before the file is replaced; its number keeps two processes apart. */
const draftOf = (path: string, pid: number): string => `${path}.${pid}.tmp`;

/** Readers, and whoever starts after a kill at any byte, see the old file or the new one, never a part. */
async function replace(path: string, text: string): Promise<void> {
  const draft = draftOf(path, process.pid);
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
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(draft, { force: true });
    throw new Failure(`The state cannot be written: ${(error as Error).message}`);
  }
}

/** Makes the new name outlive a loss of power, where the system can. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().finally(() => folder.close());
  } catch {
    // Windows opens no folders.
  }
}

async function removeDrafts(path: string): Promise<void> {
  const names = await readdir(dirname(path)).catch(() => []);
  for (const name of names) {
    const pid = Number(/\.(\d+)\.tmp$/.exec(name)?.[1]);
    const draft = join(dirname(path), name);
    if (name === basename(draftOf(path, pid)) && !lives(pid)) await rm(draft, { force: true });
  }
}
