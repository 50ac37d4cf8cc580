// The table by which the local Cognito checks requests is that of AWS's own model.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { operationNames } from '../local/service-model.mjs';
import { python, run } from './python.mjs';

const TABLE = fileURLToPath(new URL('../../../src/local/shapes/aws.txt', import.meta.url));
const SCRIPT = fileURLToPath(new URL('shapes.py', import.meta.url));

test('the shapes of requests are those of botocore’s model (UPDATE_SHAPES=1 writes them)', async () => {
  const program = await python(['botocore==1.44.8']);
  const table = await run(program, [SCRIPT, JSON.stringify(operationNames)]);
  if (process.env.UPDATE_SHAPES === '1') await writeFile(TABLE, table);
  assert.equal(await readFile(TABLE, 'utf8'), table);
});
