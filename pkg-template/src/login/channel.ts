// Between a popup and the page that opened it: same origin, whatever stands between them on the way.

const TAKEN = 'taken';
/** How long the page that opened a popup may take to say that it has the address; it may have been closed. */
const ACK_MS = 1000;

/** The channel of a popup's transaction; none where an address has none, or the platform knows no channels. */
function channelOf(state: string): BroadcastChannel | undefined {
  return state.length > 43 && typeof BroadcastChannel === 'function'
    ? new BroadcastChannel(`auth-login:${state}`)
    : undefined;
}

/** In a popup: gives the address to the page that opened it, and closes the window; says whether that page took it. */
export async function handOver(state: string, address: string): Promise<boolean> {
  const channel = channelOf(state);
  if (!channel) return false;
  const taken = await new Promise<boolean>((resolve) => {
    channel.onmessage = ({ data }) => resolve(data === TAKEN);
    setTimeout(resolve, ACK_MS, false);
    channel.postMessage(address);
  });
  channel.close();
  if (taken) globalThis.close?.();
  return taken;
}

/** In the page that opened it: calls back with the address. */
export function listen(state: string, back: (address: string) => void): () => void {
  const channel = channelOf(state);
  if (!channel) return () => {};
  channel.onmessage = ({ data }) => {
    if (typeof data !== 'string' || data === TAKEN) return;
    channel.postMessage(TAKEN);
    back(data);
  };
  return () => channel.close();
}
