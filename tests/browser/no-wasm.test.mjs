// The modern API without WebAssembly, in Chromium: every scenario under a policy that forbids to compile it.
import assert from 'node:assert/strict';
import { runOnPage } from './modern-run.mjs';

runOnPage({
  entry: 'no-wasm',
  // There it is taken: tests/js/modern/answers-later.test.mjs.
  leaveOut: ['an asynchronous storage is refused, for it would lose sessions in silence'],
  policy: "script-src 'self'",
  check: async (page) => {
    const refused = await page.evaluate(() => {
      try {
        return String(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
      } catch (error) {
        return String(error);
      }
    });
    assert.match(refused, /Content Security policy|unsafe-eval/i);
  },
});
