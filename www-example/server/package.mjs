// The package that the example runs on: the one that was built in this checkout, or that CIW_PKG names.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const packageFolder = path.resolve(process.env.CIW_PKG ?? fileURLToPath(new URL('../../pkg', import.meta.url)));

/** Imports an entry of the package as Node would, by its exports. */
export async function entry(name) {
  const { exports } = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'));
  return import(pathToFileURL(path.join(packageFolder, exports[name].node.import.default)).href);
}
