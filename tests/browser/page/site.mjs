// The example's site on the local Cognito, with a browser: started before the tests of the file that imports it, ended after them.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { launch } from '../chromium.mjs';
import { startLocal, startLocalPage } from './servers.mjs';

export let local;
export let site;
export let browser;

before(async () => {
  [local, browser] = await Promise.all([startLocal(), launch()]);
  site = await startLocalPage(local);
});

after(async () => {
  await browser?.close();
  assert.equal(await site?.stop(), 0, 'serve.mjs ends on SIGTERM');
  await local?.stop();
});
