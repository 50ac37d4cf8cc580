/** The messages of what is reported as an uncaught error during a test: such errors are thrown in a microtask of their own. */
export function reported(t) {
  const messages = [];
  const { queueMicrotask } = globalThis;
  t.after(() => Object.assign(globalThis, { queueMicrotask }));
  globalThis.queueMicrotask = (task) =>
    queueMicrotask(() => {
      try {
        task();
      } catch (error) {
        messages.push(error.message);
      }
    });
  return messages;
}
