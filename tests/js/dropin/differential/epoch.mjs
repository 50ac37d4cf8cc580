/** When every scenario begins. */
export const EPOCH = Date.UTC(2026, 0, 2, 3, 4, 5);
