// The engines that the package starts in this process: their memory, their table of handles, and every call between them and JavaScript.
// To be called before the first use of the package, which starts its engine then.

/** Watches the engines that start from now on, and lists them as they start; `crossed` of one is called in front of each crossing. */
export function watchEngines() {
  const engines = [];
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, [module, imports]) {
      const engine = { crossings: [], crossed: () => {} };
      /** The same functions, each of which tells that it is called. */
      const told = (side, functions) => {
        const tell = ([name, value]) => {
          const call = (...args) => {
            engine.crossings.push(`${side} ${name}`);
            engine.crossed();
            return value(...args);
          };
          return [name, typeof value === 'function' ? call : value];
        };
        return Object.fromEntries(Object.entries(functions).map(tell));
      };
      const brought = Object.entries(imports).map(([from, functions]) => [from, told('import', functions)]);
      const { exports } = new target(module, Object.fromEntries(brought));
      const exported = (type) => Object.values(exports).find((value) => value instanceof type);
      engines.push(Object.assign(engine, { memory: exported(WebAssembly.Memory), table: exported(WebAssembly.Table) }));
      return { exports: told('export', exports) };
    },
  });
  return engines;
}
