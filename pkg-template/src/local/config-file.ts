// The configuration of the command line: JSON, with handlers in modules beside it.
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LocalConfig, LocalPoolConfig, TriggerHandlers } from '../../types/local.js';
import { Failure } from '../node/failure.js';

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
    const config: unknown = JSON.parse(text);
    if (typeof config === 'object' && config !== null) return config;
  } catch (error) {
    throw new Failure(`${path} is no JSON: ${(error as Error).message}`);
  }
  throw new Failure(`${path} must hold an object: { "pools": […] }.`);
}

async function withModule(pool: LocalPoolConfig, path: string): Promise<LocalPoolConfig> {
  try {
    const module: { default?: TriggerHandlers } & TriggerHandlers = await import(pathToFileURL(path).href);
    // CommonJS shows its exports as `default`, and maybe by name, too.
    const { default: whole, ...named } = module as Record<string, unknown> & { default?: TriggerHandlers };
    return { ...pool, handlers: whole ?? (functionsOf(named) as TriggerHandlers) };
  } catch (error) {
    throw new Failure(`The handlers in ${path} cannot be loaded: ${(error as Error).message}`);
  }
}

/** A module may export more than its handlers. */
function functionsOf(module: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(module).filter(([, value]) => typeof value === 'function'));
}
