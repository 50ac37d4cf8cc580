// Runs the scenarios of the modern API on a page of one origin, against a local Cognito of another.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startLocal } from '../js/local/server-process.mjs';
import { page as onlyOnPages } from '../js/modern/page-scenarios.mjs';
import { scenarios } from '../js/modern/scenarios/index.mjs';
import { launch } from './chromium.mjs';
import { bundle, folder, serve } from './modern-page.mjs';

const all = { ...scenarios, page: onlyOnPages };

/** `entry` is the package's; `policy` is what the page allows itself; `check` is asked about the page first; `leaveOut` names what is different. */
export function runOnPage({ entry, policy, check = () => undefined, leaveOut = [] } = {}) {
  let browser;
  let local;
  let page;
  let site;
  const complaints = [];

  before(async () => {
    [local, site, browser] = await Promise.all([
      startLocal(['--config', join(folder, 'local.config.json')]),
      bundle(entry).then((script) => serve(script, undefined, policy)),
      launch(),
    ]);
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(site.origin);
    await page.waitForFunction(() => globalThis.modern);
    await check(page);
    const custom = { userPoolId: local.userPoolId, clientId: local.clientId };
    await page.evaluate((settings) => globalThis.modern.prepare(settings), { endpoint: local.endpoint, custom });
  });
  after(async () => {
    await browser?.close();
    site?.server.close();
    await local?.stop();
  });

  const only = process.env.ONLY?.split(',');
  for (const [subject, named] of Object.entries(all)) {
    if (only && !only.includes(subject)) continue;
    describe(subject, () => {
      for (const name of Object.keys(named).filter((name) => !leaveOut.includes(name))) {
        test(name, async () => {
          const failure = await page.evaluate(
            ([subject, name]) => globalThis.modern.run(subject, name),
            [subject, name],
          );
          assert.equal(failure, undefined);
        });
      }
    });
  }

  test('nothing was left to the page’s own error handler', () => assert.deepEqual(complaints, []));
}
