// The secret of an authenticator, as a QR code and in words.
import type { TotpSecret } from 'cognito-identity-wasm';
import encodeQR from 'qr';
import { h, s } from './dom.js';

export function qrCode(secret: TotpSecret): HTMLElement {
  return h(
    'div',
    { class: 'enrol' },
    h('div', { class: 'qr' }, picture(secret.uri)),
    h(
      'details',
      { class: 'cannot-scan' },
      h('summary', null, 'Can’t scan it?'),
      h('p', null, 'Type this secret into the authenticator:'),
      h(
        'p',
        { class: 'secret' },
        h('code', { 'data-secret': '' }, (secret.secretCode.match(/.{1,4}/g) ?? []).join(' ')),
      ),
      h('p', null, h('a', { href: secret.uri, 'data-otpauth': '' }, 'Open it in an authenticator on this device')),
    ),
  );
}

function picture(text: string): SVGElement {
  const rows = encodeQR(text, 'raw', { border: 4, ecc: 'medium' });
  const squares = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  // Black on white in both colour schemes: many scanners cannot read the inverse.
  return s(
    'svg',
    {
      viewBox: `0 0 ${rows.length} ${rows.length}`,
      role: 'img',
      'aria-label': 'QR code for your authenticator',
      'shape-rendering': 'crispEdges',
    },
    s('rect', { width: rows.length, height: rows.length, fill: '#fff' }),
    s('path', { d: squares.join(''), fill: '#000' }),
  );
}
