// The table by which requests are checked has what AWS's SDK knows of them: operations, members, enums.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { inputMembers, operationNames } from './service-model.mjs';

const sdk = await import('@aws-sdk/client-cognito-identity-provider');
const lines = (await readFile(new URL('../../../src/local/shapes/aws.txt', import.meta.url), 'utf8')).split('\n');
const ofKind = (kind) =>
  new Map(
    lines
      .map((line) => line.split(' '))
      .filter(([own]) => own === kind)
      .map(([, name, ...rest]) => [name, rest]),
  );

test('every operation and every member of a request has its shape', () => {
  const structures = ofKind('s');
  let members = 0;
  for (const operation of operationNames)
    for (const [structure, names] of inputMembers(operation)) {
      const own = structures.get(structure)?.map((member) => member.replace(/!?=.*/, ''));
      assert.ok(own, `${structure} of ${operation}`);
      for (const name of names) assert.ok(own.includes(name), `${structure}.${name}`);
      members += names.length;
    }
  assert.ok(members > 800, `${members} members were looked at`);
});

test('enums have the values of the SDK', () => {
  const enums = ofKind('e');
  let known = 0;
  for (const [name, values] of enums) {
    if (sdk[name] === undefined) continue;
    known += 1;
    for (const value of Object.values(sdk[name])) assert.ok(values.includes(value), `${name}: ${value}`);
  }
  assert.ok(known > 40, `${known} enums were compared`);
});
