// The auth proxy as a route handler: one function for every method.
import { AuthProxy } from 'cognito-identity-wasm/server';

let proxy;
function handle(request) {
  proxy ??= new AuthProxy(JSON.parse(process.env.AUTH_PROXY));
  return proxy.fetch(request);
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
