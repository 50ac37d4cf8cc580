// `cognito-identity-wasm local`: options in, one line of JSON out, then it serves until it is told to stop.
import { parseArgs } from 'node:util';
import { LocalCognito } from 'cognito-identity-wasm/local';
import type { LocalConfig } from '../../types/local.js';
import { Failure } from '../node/failure.js';
import { serve } from '../node/serve.js';
import { readConfig } from './config-file.js';
import { DEFAULT_CONFIG } from './default-config.js';
import { hostNameOf, listenerOf } from './http-server.js';
import { StateFile } from './state-file.js';

const USAGE = `usage: cognito-identity-wasm local [options]

Serves user pools in memory over HTTP. Once it listens it prints one line of JSON:
{"endpoint":…,"userPoolId":…,"clientId":…}, the ids being those of the first pool and its first app client.

  --port <number>   the port, 9400 by default; 0 takes a free one
  --host <address>  a loopback address, 127.0.0.1 by default
  --allow-remote    lets --host be any address, for containers: anyone who can reach it can read codes and accounts
  --allow-host <name>  a further host name that requests may use; repeatable
  --config <file>   JSON: { "pools": [{ "pool", "clients", "users", "login", "handlers" }], "faults" }
  --issuer <form>   what tokens name as their issuer: local (this address) or aws. Without it, local where a pool of the
                    configuration has a login, which apps find by its discovery; aws elsewhere
  --state <file>    keeps the state there, readable by its owner only
  --help            this text

GET /_local/outbox?username= lists the codes that were sent. POST /_local/faults makes the server fail.`;

/** Runs until SIGTERM or SIGINT; gives the exit code. */
export async function localCommand(args: string[]): Promise<number> {
  try {
    const options = optionsOf(args);
    if (options.help) console.log(USAGE);
    else await run(options);
    return 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    return error.exitCode;
  }
}

type Options = ReturnType<typeof optionsOf>;

function optionsOf(args: string[]) {
  const options = {
    port: { type: 'string', default: '9400' },
    host: { type: 'string', default: '127.0.0.1' },
    'allow-host': { type: 'string', multiple: true },
    'allow-remote': { type: 'boolean', default: false },
    config: { type: 'string' },
    issuer: { type: 'string' },
    state: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    const { values } = parseArgs({ args, options, strict: true, allowPositionals: false });
    return {
      ...values,
      port: portOf(values.port),
      host: hostOf(values.host, values['allow-remote']),
      'allow-host': (values['allow-host'] ?? []).map(allowedHostOf),
      issuer: issuerOf(values.issuer),
    };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${(error as Error).message}\n\n${USAGE}`, 2);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new Failure('--port must be a number from 0 to 65535.', 2);
  return port;
}

function issuerOf(form: string | undefined): 'local' | 'aws' | undefined {
  if (form === undefined || form === 'local' || form === 'aws') return form;
  throw new Failure('--issuer must be local or aws.', 2);
}

function hostOf(host: string, allowRemote: boolean): string {
  if (!allowRemote && !/^(localhost|::1|127(\.\d{1,3}){3})$/.test(host)) {
    throw new Failure(
      '--host must be a loopback address such as 127.0.0.1 unless --allow-remote is given: anyone who can reach a local Cognito can read its codes and accounts.',
      2,
    );
  }
  return host;
}

/** A host name as requests are compared with it: without a port, in small letters. */
function allowedHostOf(name: string): string {
  const host = hostNameOf(name);
  if (host === undefined) throw new Failure(`--allow-host must be a host name, like cognito: not ${name}.`, 2);
  return host;
}

/** The issuer's form where the command line does not say it. */
function formOf(config: LocalConfig): 'local' | 'aws' {
  return config.pools?.some((pool) => pool?.login) ? 'local' : 'aws';
}

async function run(options: Options): Promise<void> {
  // Listened for from the start: who stops us while we start must not lose the state.
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  const { config: configPath, state: statePath } = options;
  const config = configPath === undefined ? DEFAULT_CONFIG : await readConfig(configPath);
  const state = statePath === undefined ? undefined : new StateFile(statePath);
  try {
    await runWith(options, config, state, stopped);
  } finally {
    await state?.close();
  }
}

async function runWith(
  { port, host, 'allow-host': allowed, config: configPath, issuer }: Options,
  config: LocalConfig,
  state: StateFile | undefined,
  stopped: Promise<void>,
): Promise<void> {
  const snapshot = await state?.open();
  const source = snapshot === undefined ? (configPath ?? 'the configuration') : state?.path;
  const start = (endpoint?: string): LocalCognito => {
    try {
      const named = endpoint === undefined ? config : { endpoint, ...config };
      return new LocalCognito(named, snapshot === undefined ? {} : { snapshot });
    } catch (error) {
      throw new Failure(`${source}: ${(error as Error).message}`);
    }
  };
  // A mistake in the configuration is told before the port is taken.
  let local = start();
  if (configPath !== undefined && local.ignored.length > 0)
    console.error(`${source} goes before ${configPath}. Ignored of the latter: ${local.ignored.join('; ')}.`);
  const hosts = () => [...allowed, ...local.pools.flatMap(({ domains }) => domains)];
  const listener = listenerOf(
    (url, init) => local.fetch(url, init),
    () => state?.changed(local),
    hosts,
  );
  const server = await serve(listener, { host, port });
  try {
    if ((issuer ?? formOf(config)) === 'local') {
      const first = local;
      local = start(server.endpoint);
      first.close();
    }
    // Who cannot write learns it now, and not when everything is lost.
    if (snapshot === undefined) await state?.write(local);
    const [first] = local.pools;
    console.log(
      JSON.stringify({ endpoint: server.endpoint, userPoolId: first?.userPoolId, clientId: first?.clientIds[0] }),
    );
    await stopped;
  } finally {
    await server.close();
  }
  await state?.write(local);
  local.close();
}
