/// <reference types="node" />
// `cognito-identity-wasm proxy`: a configuration in, log lines of JSON out, until it is told to stop.
import { readFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { parseArgs } from 'node:util';
import { AuthProxy, isAuthError, toNodeHandler } from 'cognito-identity-wasm/server';
import type { AuthProxyConfig } from '../../types/server.js';
import { Failure } from '../node/failure.js';
import { type Serving, serve } from '../node/serve.js';

const USAGE = `usage: cognito-identity-wasm proxy --config <file> [options]

Serves the auth proxy over HTTP; put TLS in front of it. It logs one line of JSON for each request, the first line being
{"listening":…}. GET /health tells that it lives, GET /ready that it can work.

  --config <file>          JSON; its schema is cognito-identity-wasm/proxy-config.schema.json
  --port <number>          8400 by default; 0 takes a free one
  --host <address>         127.0.0.1 by default
  --metrics-port <number>  serves GET /metrics for Prometheus there, on --host; needs prom-client
  --check                  reads the configuration, asks the stores and the pools' key sets, says what it found, and ends
  --help                   this text

SIGTERM and SIGINT refuse new connections and answer what is under way.`;

/** Above what the proxy itself refuses with a proper answer. */
const MAX_HEADER_SIZE = 65_536;
/** A whole request must have arrived by then, headers and body. */
const REQUEST_MS = 30_000;

/** Runs until it is told to stop; gives the exit code. */
export async function proxyCommand(args: string[]): Promise<number> {
  try {
    const options = optionsOf(args);
    if (options.help) console.log(USAGE);
    else if (options.check) return (await check(options)) ? 0 : 1;
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
    config: { type: 'string' },
    port: { type: 'string', default: '8400' },
    host: { type: 'string', default: '127.0.0.1' },
    'metrics-port': { type: 'string' },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    const { values } = parseArgs({ args, options, strict: true, allowPositionals: false });
    const metricsPort = values['metrics-port'];
    return {
      ...values,
      port: portOf('--port', values.port),
      metricsPort: metricsPort === undefined ? undefined : portOf('--metrics-port', metricsPort),
    };
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${(error as Error).message}\n\n${USAGE}`, 2);
  }
}

function portOf(name: string, text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new Failure(`${name} must be a number from 0 to 65535.`, 2);
  return port;
}

async function run({ config: path, port, host, metricsPort }: Options): Promise<void> {
  if (path === undefined) throw new Failure(`--config is missing.\n\n${USAGE}`, 2);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
  const log = (record: object): void => console.log(JSON.stringify(record));
  const proxy = await started(await readConfig(path), { log, metrics: metricsPort !== undefined }, path);
  const limits = { maxHeaderSize: MAX_HEADER_SIZE, requestTimeout: REQUEST_MS };
  const servers: Serving[] = [];
  try {
    const server = await serve(toNodeHandler(proxy), { ...limits, host, port });
    servers.push(server);
    const told: Record<string, string> = { listening: server.endpoint };
    if (metricsPort !== undefined) {
      const metrics = await serve(metricsListener(proxy), { ...limits, host, port: metricsPort });
      servers.push(metrics);
      told['metrics'] = `${metrics.endpoint}metrics`;
    }
    log(told);
    await stopped;
  } finally {
    await Promise.all(servers.map((each) => each.close()));
    await proxy.close();
  }
}

/** Says of each thing that the configuration needs whether it is there: one line of JSON each. */
async function check({ config: path }: Options): Promise<boolean> {
  if (path === undefined) throw new Failure(`--config is missing.\n\n${USAGE}`, 2);
  const config = await readConfig(path);
  const proxy = await started(config, {}, path);
  try {
    const found = await proxy.check();
    for (const { ok, what, detail } of found) console.log(JSON.stringify({ ok, what, ...(detail && { detail }) }));
    return found.every(({ ok }) => ok);
  } finally {
    await proxy.close();
  }
}

async function started(config: AuthProxyConfig, options: object, path: string): Promise<AuthProxy> {
  try {
    const proxy = new AuthProxy(config, options);
    await proxy.ready();
    return proxy;
  } catch (error) {
    if (isAuthError(error)) throw new Failure(`${path}: ${error.message}`);
    throw error;
  }
}

async function readConfig(path: string): Promise<AuthProxyConfig> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new Failure(`The configuration cannot be read: ${(error as Error).message}`);
  }
  try {
    const { $schema, ...config } = JSON.parse(text);
    return config;
  } catch {
    // The engine's own message would show a part of the file, and secrets are in it.
    throw new Failure(`${path} is no JSON object.`);
  }
}

function metricsListener(proxy: AuthProxy): RequestListener {
  return (incoming, outgoing) => {
    if (incoming.method !== 'GET' || incoming.url !== '/metrics') {
      outgoing.writeHead(404).end();
      return;
    }
    proxy.metrics().then(
      (text) => outgoing.setHeader('content-type', 'text/plain; version=0.0.4').end(text),
      () => outgoing.writeHead(500).end(),
    );
  };
}
