// A stranger's wasm: its exports are its own, it asks the host for nothing, and what it takes from the crate works.
//   node tests/consumer/app/run.mjs <consumer_app.wasm>

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

/** The most that SRP and tokens may weigh beside an app's own standard library, in bytes: 50,359 when this was written. */
const LIMIT = 56_000;

const bytes = await readFile(process.argv[2]);
const module = new WebAssembly.Module(bytes);
// `memory` and the two addresses are the linker's.
const own = ['__data_end', '__heap_base', 'app_allocations', 'app_works', 'memory'];
assert.deepEqual(
  WebAssembly.Module.exports(module)
    .map(({ name }) => name)
    .sort(),
  own,
);
assert.deepEqual(WebAssembly.Module.imports(module), []);
assert.ok(bytes.length < LIMIT, `${bytes.length} bytes`);

const { exports } = new WebAssembly.Instance(module);
assert.equal(exports.app_works(), 1, 'SRP and tokens');
assert.ok(exports.app_allocations() > 10, "the app's allocator is the one in use");
console.log(`${bytes.length} bytes`);
