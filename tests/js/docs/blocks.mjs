// The code blocks of the documents, with the heading that they stand below.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Every Markdown file in `docs/`, by its path from the root. */
export function documents() {
  const found = readdirSync(join(root, 'docs'), { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !entry.parentPath.includes('node_modules'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

export const text = (path) => readFileSync(join(root, path), 'utf8');

/** `{ path, heading, language, code }` of each block of a document. */
export function blocks(path) {
  const found = [];
  let heading = '';
  let open;
  for (const line of text(path).split('\n')) {
    if (open && line === '```') {
      found.push({ path, heading, language: open.language, code: open.lines.join('\n') });
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (line.startsWith('```')) open = { language: line.slice(3), lines: [] };
    else if (line.startsWith('#')) heading = line.replace(/^#+ /, '');
  }
  if (open) throw new Error(`${path}: a block without an end below ${heading}`);
  return found;
}
