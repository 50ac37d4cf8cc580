// The engines that the package starts in this process: their memory, their table of handles, and every call between them and JavaScript.
// To be called before the first use of the package, which starts its engine then.

/** Watches the engines that start from now on; they appear in the list in the order in which they start. */
export function watchEngines() {
  const engines = [];
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, [module, imports]) {
      const crossings = [];
      /** The same functions, each of which tells that it is called. */
      const told = (side, functions) => {
        const tell = ([name, value]) => {
          const call = (...args) => {
            crossings.push(`${side} ${name}`);
            return value(...args);
          };
          return [name, typeof value === 'function' ? call : value];
        };
        return Object.fromEntries(Object.entries(functions).map(tell));
      };
      const brought = Object.entries(imports).map(([from, functions]) => [from, told('import', functions)]);
      const { exports } = new target(module, Object.fromEntries(brought));
      const exported = (type) => Object.values(exports).find((value) => value instanceof type);
      engines.push({
        crossings,
        memory: exported(WebAssembly.Memory),
        table: exported(WebAssembly.Table),
      });
      return { exports: told('export', exports) };
    },
  });
  return engines;
}
