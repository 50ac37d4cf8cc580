// One process for each state file: two would overwrite each other. A file beside it says which; it counts no longer than its process
// lives, and no longer than it is renewed, so what a crash leaves behind is in nobody's way.
import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { Failure } from '../node/failure.js';
import { lives } from './process-lives.js';

const RENEWAL_MS = 5_000;
/** Far more than a busy machine delays a renewal. A process that was stopped for longer has lost the file, and learns it when it writes. */
const STALE_MS = 30_000;

interface Owner {
  pid: number;
  host: string;
  id: string;
}

export class StateLock {
  readonly #path: string;
  readonly #own: Owner = { pid: process.pid, host: hostname(), id: randomUUID() };
  #renewal: NodeJS.Timeout | undefined;

  constructor(readonly state: string) {
    this.#path = `${state}.lock`;
  }

  /** Takes the file, or says who has it. */
  async take(): Promise<void> {
    // Whoever loses the race for a lock that nobody holds any more looks again.
    for (let tries = 0; tries < 5; tries += 1) {
      if (await this.#create()) return this.#renew();
      const found = await this.#owner();
      if (found !== undefined && (await this.#holds(found))) throw inUse(this.state, found);
      await this.#remove(found);
    }
    throw inUse(this.state, await this.#owner());
  }

  /** Rejects where another process took the file. */
  async check(): Promise<void> {
    const found = await this.#owner();
    if (found?.id !== this.#own.id) throw inUse(this.state, found);
  }

  async release(): Promise<void> {
    clearInterval(this.#renewal);
    if (this.#renewal === undefined) return;
    this.#renewal = undefined;
    const found = await this.#owner();
    if (found?.id === this.#own.id) await rm(this.#path, { force: true });
  }

  async #create(): Promise<boolean> {
    try {
      await writeFile(this.#path, JSON.stringify(this.#own), { flag: 'wx', mode: 0o600 });
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw new Failure(`The state cannot be written: ${(error as Error).message}`);
    }
  }

  async #owner(): Promise<Owner | undefined> {
    try {
      return JSON.parse(await readFile(this.#path, 'utf8'));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== undefined && code !== 'ENOENT')
        throw new Failure(
          `${this.#path} cannot be read, so nobody knows who has the state: ${(error as Error).message}`,
        );
      // It is gone, or being written.
      return undefined;
    }
  }

  async #holds({ pid, host }: Owner): Promise<boolean> {
    const { mtimeMs } = await stat(this.#path).catch(() => ({ mtimeMs: 0 }));
    if (Date.now() - mtimeMs > STALE_MS) return false;
    // In a container each process may have the number of the one before.
    return host !== this.#own.host || (pid !== process.pid && lives(pid));
  }

  /** Removes the lock of a process that has ended. If another process replaced it in the meantime, puts that one back. */
  async #remove(stale: Owner | undefined): Promise<void> {
    if (stale === undefined) {
      const { mtimeMs } = await stat(this.#path).catch(() => ({ mtimeMs: 0 }));
      // One that cannot be read may be on its way.
      if (Date.now() - mtimeMs < 1000) return void (await new Promise((resolve) => setTimeout(resolve, 300)));
    }
    const aside = `${this.#path}.${this.#own.id}`;
    try {
      await rename(this.#path, aside);
      const moved = JSON.parse((await readFile(aside, 'utf8')) || '{}') as Partial<Owner>;
      if (moved.id !== undefined && moved.id !== stale?.id) await rename(aside, this.#path);
    } catch {
      // Another process was faster.
    }
    await rm(aside, { force: true });
  }

  #renew(): void {
    this.#renewal = setInterval(() => {
      const now = new Date();
      utimes(this.#path, now, now).catch(() => {});
    }, RENEWAL_MS);
    this.#renewal.unref();
  }
}

function inUse(state: string, owner: Owner | undefined): Failure {
  const who = owner ? `process ${owner.pid}${owner.host === hostname() ? '' : ` on ${owner.host}`}` : 'another process';
  return new Failure(`${state} is in use by ${who}: stop it first, or give --state another file.`);
}
