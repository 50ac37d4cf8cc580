// Runs a block of a document: its imports lead to the package under test, its free names to what the stage gives.
import { transform } from 'esbuild';
import { packageFile } from '../local/server-process.mjs';

const AsyncFunction = (async () => {}).constructor;
/** What a block names at its outermost level. */
const DECLARED = /^(?:const|let) (?:\{([^}]*)\}|\[([^\]]*)\]|(\w+))/gm;
const IMPORT = /^import \{([^}]*)\} from "cognito-identity-wasm";$/gm;

/** Gives the block's own constants and variables when it has ended. */
export async function runBlock(code, stage) {
  const { code: plain } = await transform(code, { loader: 'ts', target: 'es2022', tsconfigRaw: '{}' });
  const api = await import(packageFile('dist/node.mjs'));
  const names = (list) =>
    (list ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
  const imported = [...plain.matchAll(IMPORT)].flatMap(([, list]) => names(list));
  const declared = [...plain.matchAll(DECLARED)].flatMap(([, object, array, name]) => name ?? names(object ?? array));
  const given = { ...Object.fromEntries(imported.map((name) => [name, api[name]])), ...stage };
  const body = `{ ${plain.replace(IMPORT, '')}\n return { ${declared.join(', ')} }; }`;
  return new AsyncFunction(...Object.keys(given), body)(...Object.values(given));
}
