// Optional packages: loaded when the configuration asks for them, with a clear message when they are absent.
import { AuthError } from '../errors.js';

/** Imports a package that the application may have installed. */
export async function peer<Module>(name: string, purpose: string): Promise<Module> {
  try {
    // Not a literal, so that no bundler looks for a package that need not be there.
    return await import(/* @vite-ignore */ /* webpackIgnore: true */ name);
  } catch (cause) {
    throw new AuthError('NotAvailable', `${purpose} needs the package ${name}: npm install ${name}`, { cause });
  }
}
