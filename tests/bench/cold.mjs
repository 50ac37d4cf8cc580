// A whole cold sign-in: import, `new Pool` and SRP against the local Cognito, each in a fresh Node process.
//
//   node tests/bench/cold.mjs [--json]
//
// The clock starts in the process, before the import; Node's own start counts for nobody. Turns alternate.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';

const RUNS = 11;
const PASSWORD = 'Correct-h0rse!';
const root = fileURLToPath(new URL('../../', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'cognito-cold-'));
const clients = [{ ClientName: 'bench', ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }];
const pools = [
  {
    pool: { PoolName: 'bench' },
    clients,
    users: [{ Username: 'mia', Password: PASSWORD }],
  },
];
writeFileSync(join(folder, 'config.json'), JSON.stringify({ pools }));

const server = spawn(
  process.execPath,
  [join(root, 'pkg/bin/cli.mjs'), 'local', '--port', '0', '--config', join(folder, 'config.json')],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const listening = await new Promise((resolve, reject) => {
  createInterface(server.stdout).once('line', resolve);
  server.once('exit', (code) => reject(new Error(`The local Cognito ended: ${code}.`)));
});
const { endpoint, userPoolId, clientId } = JSON.parse(listening);
const given = JSON.stringify({ endpoint, userPoolId, clientId });

const programs = {
  'cognito-identity-wasm': `
    const begin = performance.now();
    const { Pool } = await import(${JSON.stringify(pathToFileURL(join(root, 'pkg/dist/node.mjs')).href)});
    const pool = new Pool({ ...${given}, storage: 'memory' });
    const step = await pool.signIn({ username: 'mia', password: '${PASSWORD}' });
    if (step.status !== 'signedIn') throw new Error(step.status);
    console.log(performance.now() - begin);`,
  'amazon-cognito-identity-js': `
    const begin = performance.now();
    const { CognitoUserPool, CognitoUser, AuthenticationDetails } = (await import('amazon-cognito-identity-js')).default;
    const { endpoint, userPoolId, clientId } = ${given};
    const Pool = new CognitoUserPool({ UserPoolId: userPoolId, ClientId: clientId, endpoint });
    const user = new CognitoUser({ Username: 'mia', Pool });
    const details = new AuthenticationDetails({ Username: 'mia', Password: '${PASSWORD}' });
    await new Promise((onSuccess, onFailure) => user.authenticateUser(details, { onSuccess, onFailure }));
    console.log(performance.now() - begin);`,
};

const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
try {
  for (let run = -1; run < RUNS; run++) {
    for (const [name, program] of Object.entries(programs)) {
      const node = ['--input-type=module', '-e', program];
      const ms = Number(execFileSync(process.execPath, node, { cwd: root, encoding: 'utf8' }));
      // The first turn warms the disk's cache and the server.
      if (run >= 0) times[name].push(ms);
    }
  }
} finally {
  server.kill();
  rmSync(folder, { recursive: true, force: true });
}

const results = Object.entries(times).map(([name, all]) => {
  const sorted = all.toSorted((a, b) => a - b);
  return { name, median: sorted[RUNS >> 1], lowest: sorted[0], highest: sorted[RUNS - 1] };
});
if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ runs: RUNS, results }));
} else {
  const machine = `${cpus()[0]?.model}, Node ${process.version}`;
  console.log(`\nimport + pool + cold SRP sign-in, ms, median of ${RUNS} fresh processes (${machine})`);
  for (const { name, median, lowest, highest } of results) {
    const range = `(${lowest.toFixed(1)} to ${highest.toFixed(1)})`;
    console.log(`${name.padEnd(30)}${median.toFixed(1).padStart(8)}   ${range}`);
  }
}
const [ours, theirs] = results;
if (ours.median >= theirs.median) {
  console.error('cognito-identity-wasm is not faster.');
  process.exitCode = 1;
}
