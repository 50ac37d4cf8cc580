// The local Cognito inside a page: its key comes from the browser's WebCrypto, its requests leave nothing.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { PACKAGE } from './server-process.mjs';

let server;
let browser;
let page;
const requests = [];
before(async () => {
  const script = await readFile(resolve(PACKAGE, 'dist/local.js'));
  server = createServer((incoming, outgoing) => {
    const isScript = incoming.url === '/local.js';
    outgoing.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    outgoing.end(isScript ? script : '<!doctype html><title>local</title>');
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  page = await browser.newPage();
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(`http://127.0.0.1:${server.address().port}/page`);
});
after(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

test('people sign up and sign in without any request over the network', async () => {
  const outcome = await page.evaluate(async () => {
    const { LocalCognito } = await import('/local.js');
    const local = new LocalCognito();
    const ClientId = local.pools[0].clientIds[0];
    const call = async (operation, input) => {
      const headers = { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` };
      const reply = await local.fetch('http://local/', { method: 'POST', headers, body: JSON.stringify(input) });
      return { status: reply.status, isResponse: reply instanceof Response, ...(await reply.json()) };
    };
    const Password = 'Correct-Horse-7';
    const UserAttributes = [{ Name: 'email', Value: 'ada@example.com' }];
    await call('SignUp', { ClientId, Username: 'ada', Password, UserAttributes });
    await call('ConfirmSignUp', { ClientId, Username: 'ada', ConfirmationCode: local.outbox[0].code });
    const signIn = (PASSWORD) =>
      call('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'ada', PASSWORD } });
    const right = await signIn(Password);
    const wrong = await signIn('Wrong-Horse-7');
    const gone = await local.fetch('http://local/', { signal: AbortSignal.abort() }).catch((error) => error.name);
    return [
      right.status,
      right.isResponse,
      right.AuthenticationResult.AccessToken.split('.').length,
      wrong.__type,
      gone,
    ];
  });
  assert.deepEqual(outcome, [200, true, 3, 'NotAuthorizedException', 'AbortError']);
  assert.deepEqual(
    requests.filter((path) => path !== '/favicon.ico'),
    ['/page', '/local.js'],
  );
});
