// A worker that plays scenarios with one library; stray rejections stay in here.
import { parentPort, workerData } from 'node:worker_threads';
import { load } from './load.mjs';
import { scenarios } from './scenarios/index.mjs';
import { play } from './world.mjs';

const { folder, ours, strict, only } = workerData;
const scripts = await load(folder, { ours });
const chosen = only ? scenarios.filter(({ name }) => new RegExp(only).test(name)) : scenarios;
for (const scenario of chosen) {
  const begin = performance.now();
  const lines = await play(scripts, scenario, { strict, quick: !ours });
  parentPort.postMessage({ name: scenario.name, lines, time: performance.now() - begin });
}
