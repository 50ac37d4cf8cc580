// Prometheus metrics by prom-client: how many requests, how long they took, by route and status.

import type { LogRecord } from '../../types/server.js';
import { peer } from './peers.js';

interface PromClient {
  Registry: new () => { metrics(): Promise<string>; contentType: string };
  Counter: new (options: object) => { inc(labels: object): void };
  Histogram: new (options: object) => { observe(labels: object, value: number): void };
}

const BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

export class Metrics {
  #state: ReturnType<Metrics['make']> | undefined;
  /** What happened before the package was there. */
  #early: LogRecord[] = [];

  async ready(): Promise<void> {
    this.#state ??= this.make();
    const { count } = await this.#state;
    for (const record of this.#early.splice(0)) count(record);
    this.observe = count;
  }

  observe = (record: LogRecord): void => {
    if (this.#early.length < 1000) this.#early.push(record);
  };

  async text(): Promise<string> {
    await this.ready();
    return (await this.#state)?.registry.metrics() ?? '';
  }

  private async make() {
    const { Registry, Counter, Histogram } = await peer<PromClient>('prom-client', '`metrics`');
    const registry = new Registry();
    const shared = { registers: [registry], labelNames: ['route', 'method', 'status'] };
    const requests = new Counter({ ...shared, name: 'auth_proxy_requests_total', help: 'Answered requests.' });
    const seconds = new Histogram({
      ...shared,
      name: 'auth_proxy_request_seconds',
      help: 'From a request to its answer.',
      buckets: BUCKETS,
    });
    const count = ({ route = 'none', method, status, durationMs }: LogRecord): void => {
      const labels = { route, method, status: String(status) };
      requests.inc(labels);
      seconds.observe(labels, durationMs / 1000);
    };
    return { registry, count };
  }
}
