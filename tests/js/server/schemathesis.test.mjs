// The description in the package against the program that people start: schemathesis makes requests of it, good ones and bad ones.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { PACKAGE } from '../local/server-process.mjs';
import { python } from '../peers/python.mjs';
import { behind, localCognito, startProxy } from './processes.mjs';
import { BASE, Page } from './world.mjs';

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
  'negative_data_rejection',
  'missing_required_header',
  'unsupported_method',
];
/** They would end the session that the others need. */
const LAST = ['deleteUser', 'postSignOutEverywhere', 'postAdminUsersUsernameSignOut', 'postAdminDeniedTokens'];

for (const custody of ['token', 'cookie']) {
  test(`the running proxy is as it is described: custody ${custody}`, { timeout: 280_000 }, async (t) => {
    const program = await python(['schemathesis==4.32.5'], 'schemathesis');
    const local = await localCognito(t);
    const aws = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };
    const configuration = behind(local, custody, { admin: { group: 'admins' } });
    configuration.pools[0].login = { domain: 'https://login.example.com', redirectUri: `${BASE}/callback` };
    const proxy = await startProxy(t, configuration, [], aws);
    const page = new Page((url, { remoteAddress, ...init }) => fetch(url, init), proxy.url);
    await page.signIn('root');
    const cookie = [...page.cookies].map((pair) => pair.join('=')).join('; ');
    const person = custody === 'token' ? `Authorization: Bearer ${page.token}` : `Cookie: ${cookie}`;
    const args = ['run', resolve(PACKAGE, 'openapi.json'), '--url', proxy.url, '--seed', '1', '--max-examples', '10'];
    args.push('--checks', [...CHECKS, ...(custody === 'token' ? ['ignored_auth'] : [])].join());
    args.push('-H', person, ...LAST.flatMap((id) => ['--exclude-operation-id', id]));
    const { code, output } = await new Promise((settle) =>
      execFile(program, args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) =>
        settle({ code: error ? error.code : 0, output: stdout + stderr }),
      ),
    );
    assert.equal(code, 0, output);
    assert.ok(Number(/(\d+) generated/.exec(output)?.[1]) > 500, output);
    assert.ok(proxy.log().every(({ status }) => status < 500));
  });
}
