// Builds without WebAssembly: there is nothing to bring.
export const bring = undefined;
