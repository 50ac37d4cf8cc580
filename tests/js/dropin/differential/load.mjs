// Makes one script of a package, to be run afresh in every realm: module state (user agent, memory) starts anew.
import vm from 'node:vm';
import { build } from 'esbuild';

// The deep paths bring what the root does not export; all of them must lead to the same classes.
const ENTRY = `
  export * from 'amazon-cognito-identity-js/lib/index';
  export { default as Client } from 'amazon-cognito-identity-js/lib/Client';
  export { default as BigInteger } from 'amazon-cognito-identity-js/lib/BigInteger';
  export { default as CognitoJwtToken } from 'amazon-cognito-identity-js/lib/CognitoJwtToken';
  export { addAuthCategoryToCognitoUserAgent, addFrameworkToCognitoUserAgent } from 'amazon-cognito-identity-js/lib/internals/index';
`;
// By `require`, as the deep paths: a bundler makes two instances of a package that is asked for in both ways.
const OURS = `export const { configure } = require('amazon-cognito-identity-js');`;

/** `{ browser, node }`: a script for each kind of realm. `text` may change what is loaded, to see a test fail. */
export async function load(folder, { ours, text = (source) => source }) {
  const made = await Promise.all(
    ['browser', 'node'].map((platform) =>
      build({
        stdin: { contents: ENTRY + (ours ? OURS : ''), resolveDir: folder },
        bundle: true,
        write: false,
        format: 'iife',
        globalName: 'exported',
        target: 'es2022',
        logLevel: 'error',
        platform,
        // Two modules that say `CognitoUser` must not make one of them `CognitoUser2`.
        keepNames: true,
      }),
    ),
  );
  const [browser, node] = made.map(
    ({ outputFiles }, at) => new vm.Script(`${text(outputFiles[0].text)};exported`, { filename: `${folder}/${at}.js` }),
  );
  return { browser, node };
}
