// The React and the Vue app and the admin page, built by Vite when somebody first asks for them: the plain page does not wait for them.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const example = fileURLToPath(new URL('..', import.meta.url));
const TYPES = { html: 'text/html', js: 'text/javascript', css: 'text/css' };
const APPS = ['react', 'vue', 'admin'];
const built = new Map();

/** The files of an app by their path, or nothing for a name that is no app. */
export async function appFiles(name, packageFolder) {
  if (!APPS.includes(name)) return undefined;
  if (!built.has(name)) built.set(name, build(name, packageFolder));
  return built.get(name);
}

async function build(name, packageFolder) {
  const vite = await import('vite');
  const plugins = name === 'vue' ? [(await import('@vitejs/plugin-vue')).default()] : [];
  const { output } = await vite.build({
    configFile: false,
    root: path.join(example, name),
    base: `/${name}/`,
    logLevel: 'warn',
    plugins,
    resolve: { alias: { 'cognito-identity-wasm': packageFolder } },
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
