// The Content-Security-Policy: the page runs its own script and WebAssembly, and talks to one user pool service.

import { domainOf } from './login.mjs';

/** A pool id begins with its region, which names AWS's host. */
const POOL_ID = /^([a-z]{2,}(?:-[a-z]+)+-\d+)_[A-Za-z0-9]+$/;

/**
 * The policy for one page.
 *
 * The address may name another pool of AWS, or a service on this machine. It cannot name any other host: a link that
 * somebody sends must not decide where a password goes.
 */
export function policy({ cognito, pool }, { pathname, searchParams: query }) {
  const hosts = new Set(["'self'"]);
  if (cognito) hosts.add(new URL(cognito).origin).add(domainOf(cognito));
  for (const id of [pool, query.get('userPoolId') ?? '']) {
    const region = POOL_ID.exec(id)?.[1];
    if (region) hosts.add(`https://cognito-idp.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`);
  }
  const loopback = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.exec((query.get('endpoint') ?? '').replace(/\/$/, ''));
  if (loopback) hosts.add(loopback[0]);
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${[...hosts].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // Vue names a policy of its own for the static parts of its templates.
    `trusted-types ${pathname.startsWith('/vue/') ? 'vue' : "'none'"}`,
  ].join('; ');
}
