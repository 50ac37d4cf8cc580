// The configuration of the command line: JSON, with handlers in modules beside it.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LocalConfig, LocalPoolConfig, TriggerHandlers } from '../../types/local.js';
import { Failure } from '../node/failure.js';
import { nearest } from './nearest.js';
import { TRIGGERS } from './triggers.js';

/** Reads the file and imports the handlers that it names. */
export async function readConfig(path: string): Promise<LocalConfig> {
  const config = parse(await read(path), path);
  const pools: unknown = config.pools;
  if (!Array.isArray(pools)) return config;
  const loaded = pools.map((pool: LocalPoolConfig | null) =>
    typeof pool?.handlers === 'string' ? withModule(pool, resolve(dirname(path), pool.handlers)) : pool,
  );
  return { ...config, pools: (await Promise.all(loaded)) as LocalPoolConfig[] };
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure(`The configuration cannot be read: ${(error as Error).message}`);
  }
}

function parse(text: string, path: string): LocalConfig {
  try {
    // Some editors begin a file with a byte order mark.
    const config: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof config === 'object' && config !== null && !Array.isArray(config)) return config;
  } catch (error) {
    throw new Failure(`${path} is not valid JSON: ${(error as Error).message}`);
  }
  throw new Failure(`${path} must hold an object: { "pools": […] }.`);
}

async function withModule(pool: LocalPoolConfig, path: string): Promise<LocalPoolConfig> {
  let module: Record<string, unknown>;
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw new Failure(`The handlers in ${path} cannot be loaded: ${(error as Error).message}`);
  }
  // CommonJS shows its exports as `default`, and maybe by name, too.
  const { default: whole, ...named } = module;
  return { ...pool, handlers: handlersOf((whole ?? named) as Record<string, unknown>, path) };
}

/** The exports that are handlers: a module may have others. One whose name is nearly a trigger's is more likely a mistake. */
function handlersOf(module: Record<string, unknown>, path: string): TriggerHandlers {
  const names = Object.keys(module);
  const [handlers, others] = [true, false].map((wanted) =>
    names.filter((name) => (TRIGGERS as readonly string[]).includes(name) === wanted),
  ) as [string[], string[]];
  if (handlers.length === 0) {
    const found = others.length > 0 ? ` (only ${others.join(', ')})` : '';
    throw new Failure(`${path} exports no handler${found}. Handlers are named after triggers: ${TRIGGERS.join(', ')}.`);
  }
  for (const name of others) {
    const meant = typeof module[name] === 'function' ? nearest(name, TRIGGERS) : undefined;
    if (meant) console.error(`${path} exports ${name}, which is not a trigger and is ignored. Did you mean ${meant}?`);
  }
  return Object.fromEntries(handlers.map((name) => [name, module[name]])) as TriggerHandlers;
}
