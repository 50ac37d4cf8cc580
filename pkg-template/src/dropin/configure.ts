import { start } from 'dropin-engine';
import { bring } from 'dropin-source';
import type { DropInSettings } from '../../types/dropin.js';
import { setDeviations } from './settings.js';

/** Sets how the drop-in API behaves from now on, and starts its engine early where that is wanted. */
export async function configure({ deviations, wasm }: DropInSettings): Promise<void> {
  if (deviations !== undefined) setDeviations(deviations);
  const load = bring;
  if (wasm) await start(load && (() => load(wasm === true ? undefined : wasm)));
}
