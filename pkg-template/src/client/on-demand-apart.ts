/** What `on-demand.ts` exports, from a file apart. */
export const onDemand = (): Promise<typeof import('./on-demand.js')> => import('./on-demand.js');
