// The apps beside the plain page, built by Vite when somebody first asks for them: the page does not wait for them.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('..', import.meta.url));
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css' };
const built = new Map();

/** Each by its path: its folder, and which package answers to which name. */
const APPS = {
  react: { folder: 'react', package: 'cognito-identity-wasm' },
  vue: { folder: 'vue', package: 'cognito-identity-wasm' },
  admin: { folder: 'admin', package: 'cognito-identity-wasm' },
  // One sample under two paths: this alias is all that differs.
  'drop-in': { folder: 'drop-in', package: 'amazon-cognito-identity-js' },
  // The package that it was written for wants Node's name for the global object.
  incumbent: { folder: 'drop-in', define: { global: 'globalThis' } },
};

export const APP_NAMES = Object.keys(APPS);

/** The files of an app by their path, or nothing for a name that is no app. */
export async function appFiles(name, packageFolder) {
  if (!Object.hasOwn(APPS, name)) return undefined;
  if (!built.has(name)) built.set(name, build(name, packageFolder));
  return built.get(name);
}

async function build(name, packageFolder) {
  const { folder, package: standsFor, define = {} } = APPS[name];
  const vite = await import('vite');
  const plugins = name === 'vue' ? [(await import('@vitejs/plugin-vue')).default()] : [];
  const { output } = await vite.build({
    configFile: false,
    root: path.join(example, folder),
    base: `/${name}/`,
    logLevel: 'warn',
    plugins,
    define,
    resolve: { alias: standsFor ? { [standsFor]: packageFolder } : {} },
    build: {
      write: false,
      target: ['chrome114', 'safari16.4', 'firefox102'],
      modulePreload: false,
      assetsInlineLimit: 0,
    },
  });
  return new Map(
    output.map((file) => [
      file.fileName === 'index.html' ? `/${name}/` : `/${name}/${file.fileName}`,
      [TYPES[file.fileName.split('.').at(-1)] ?? 'application/octet-stream', file.code ?? file.source],
    ]),
  );
}
