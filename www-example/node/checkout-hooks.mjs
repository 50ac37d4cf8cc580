// Leads `cognito-identity-wasm` to the package that was built in this checkout, or to the one that CIW_PKG names.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = path.resolve(process.env.CIW_PKG ?? fileURLToPath(new URL('../../pkg', import.meta.url)));
const { exports } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

export function resolve(specifier, context, next) {
  const [name, ...rest] = specifier.split('/');
  if (name !== 'cognito-identity-wasm') return next(specifier, context);
  const entry = exports[['.', ...rest].join('/')];
  return { url: pathToFileURL(path.join(folder, entry.node.import.default)).href, shortCircuit: true };
}
