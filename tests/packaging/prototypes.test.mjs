// Pages that changed `Object.prototype` before the package comes: an old library put an enumerable member there, or a policy froze it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { project } from './installed.mjs';

const ENTRIES = ['', '/slim', '/proxy', '/local', '/server', '/internals', '/lib/CognitoUser'];
const CHANGES = {
  'an enumerable member': "Object.prototype.extra = 'of an old library';",
  'an enumerable method': 'Object.prototype.extra = function () {};',
  'a frozen prototype':
    'for (const { prototype } of [Object, Function, Array, Error, Promise]) Object.freeze(prototype);',
};
/** Objects of both APIs, which start both engines. */
const USE = `
  const pool = new all.Pool({ userPoolId: 'eu-central-1_AbCdEf123', clientId: 'abc', storage: 'memory' });
  const odd = await pool.signIn({ username: 'mia', pasword: 'x' }).catch(({ message }) => message);
  const user = new all.CognitoUser({ Username: 'mia', Pool: new all.CognitoUserPool({ UserPoolId: 'eu-central-1_AbCdEf123', ClientId: 'abc' }) });
  const helper = new all.AuthenticationHelper('AbCdEf123');
  console.log(pool.currentUser(), odd, user.getUsername(), helper.hash('').length);`;

let app;
before((t) => {
  app = project(t);
});

function run(name, source) {
  writeFileSync(join(app.folder, name), source);
  return spawnSync(process.execPath, [name], { cwd: app.folder, encoding: 'utf8', timeout: 60_000 });
}

for (const [change, code] of Object.entries(CHANGES)) {
  for (const entry of ENTRIES) {
    const name = `cognito-identity-wasm${entry}`;
    test(`${name} with ${change}: import and require`, () => {
      const imported = run('a.mjs', `${code} await import('${name}'); console.log('here');`);
      assert.equal(imported.stdout.trim(), 'here', imported.stderr);
      const required = run('a.cjs', `${code} require('${name}'); console.log('here');`);
      assert.equal(required.stdout.trim(), 'here', required.stderr);
    });
  }

  test(`both APIs work with ${change}, as modules for bundlers and as a script`, () => {
    const dist = './node_modules/cognito-identity-wasm/dist';
    const { stdout, stderr } = run('u.mjs', `${code} const all = await import('${dist}/index.js'); ${USE}`);
    assert.equal(stdout.trim(), 'null Unknown option `pasword`: did you mean `password`? mia 64', stderr);
    for (const file of ['amazon-cognito-identity.js', 'amazon-cognito-identity.min.js']) {
      const script = run(
        's.cjs',
        `${code} require('node:vm').runInThisContext(require('node:fs').readFileSync('${dist}/${file}', 'utf8'));
         console.log(typeof AmazonCognitoIdentity.CognitoUser.prototype.authenticateUser);`,
      );
      assert.equal(script.stdout.trim(), 'function', script.stderr);
    }
  });
}
