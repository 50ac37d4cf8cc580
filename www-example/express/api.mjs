// The application's API, where only the proxy reaches it. It trusts nobody's word: each request brings an access token, and
// the token says who asks.
import { isAuthError, TokenVerifier } from 'cognito-identity-wasm/server';
import express from 'express';

/** Listens on a port of this machine alone. */
export async function startApi({ userPoolId, clientId, endpoint }) {
  // AWS's issuer and keys follow from the pool's id; a local Cognito has its own.
  const local = endpoint && new URL(userPoolId, endpoint).href;
  const elsewhere = local ? { issuer: local, jwksUri: `${local}/.well-known/jwks.json` } : {};
  const verifier = new TokenVerifier({ userPoolId, clientId, tokenUse: 'access', ...elsewhere });

  const app = express();
  app.disable('x-powered-by');
  app.use('/api', authenticate(verifier));
  app.get('/api/me', (_request, response) => {
    const { sub, username, exp, 'cognito:groups': groups = [] } = response.locals.claims;
    response.json({ sub, username, groups, expiresAt: new Date(exp * 1000).toISOString() });
  });

  const server = app.listen(0, '127.0.0.1');
  await new Promise((settle, fail) => server.once('listening', settle).once('error', fail));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Express's way to ask who is there: the claims are in `response.locals`, or the answer is 401. */
function authenticate(verifier) {
  return async (request, response, next) => {
    try {
      response.locals.claims = await verifier.verify(request.headers.authorization);
    } catch (error) {
      // The keys could not be fetched: nobody's token is at fault.
      const refused = isAuthError(error) && error.code === 'TokenRefused';
      if (!refused) return next(error);
      return response.status(401).set('WWW-Authenticate', 'Bearer').json({ code: error.code, message: error.message });
    }
    next();
  };
}
