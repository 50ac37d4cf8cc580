// WebKitGTK by WebDriver (W3C), which is a few requests: the driver starts its MiniBrowser on a screen that nobody sees.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const DRIVER = '/usr/bin/WebKitWebDriver';

/** Why WebKit cannot run here, or nothing. */
export function missing() {
  return [DRIVER, '/usr/bin/xvfb-run'].every(existsSync) ? '' : 'apt-get install webkit2gtk-driver xvfb xauth';
}

/** A page in WebKit: `evaluate(script, argument)` runs the body of a function and gives what its promise comes to. */
export async function webkit(url) {
  const port = 20_000 + (process.pid % 20_000);
  const driver = spawn('xvfb-run', ['-a', DRIVER, `--port=${port}`], { stdio: 'ignore', detached: true });
  const ask = async (method, path, body) => {
    const reply = await fetch(`http://127.0.0.1:${port}/session${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    const { value } = await reply.json();
    if (!reply.ok) throw new Error(`${path}: ${value.message}`);
    return value;
  };
  const close = () => process.kill(-driver.pid);
  try {
    const binary = miniBrowser();
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } } };
    const { sessionId } = await patiently(() => ask('POST', '', { capabilities }));
    await ask('POST', `/${sessionId}/timeouts`, { script: 60_000 });
    await ask('POST', `/${sessionId}/url`, { url });
    return {
      evaluate: (script, argument) =>
        ask('POST', `/${sessionId}/execute/async`, {
          script: `const done = arguments[1]; (async (given) => { ${script} })(arguments[0]).then(done, (e) => done(String(e)));`,
          args: [argument],
        }),
      async close() {
        await ask('DELETE', `/${sessionId}`).finally(close);
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Debian keeps it in a folder of the platform's and the library's version. */
function miniBrowser() {
  for (const platform of readdirSync('/usr/lib')) {
    for (const version of ['4.1', '4.0']) {
      const file = `/usr/lib/${platform}/webkit2gtk-${version}/MiniBrowser`;
      if (existsSync(file)) return file;
    }
  }
  throw new Error('WebKitGTK has no MiniBrowser here.');
}

/** The driver listens when it does; it does not say so. */
async function patiently(ask) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === 600 || !(error instanceof TypeError)) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}
