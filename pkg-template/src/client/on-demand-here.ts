import * as all from './on-demand.js';

/** What `on-demand.ts` exports, from this very bundle. */
export const onDemand = async (): Promise<typeof all> => all;
