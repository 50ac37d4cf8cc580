import type { TotpSecret } from 'cognito-identity-wasm';
import { qrPath } from '../../shared/qr.js';

/** Black on white in both colour schemes: many scanners cannot read the inverse. */
export function QrCode({ secret }: { secret: TotpSecret }) {
  const { size, path } = qrPath(secret.uri);
  return (
    <div className="enrol">
      <div className="qr">
        <svg
          viewBox={`0 0 ${size} ${size}`}
          role="img"
          aria-label="QR code for your authenticator"
          shapeRendering="crispEdges"
        >
          <rect width={size} height={size} fill="#fff" />
          <path d={path} fill="#000" />
        </svg>
      </div>
      <details className="cannot-scan">
        <summary>Can’t scan it?</summary>
        <p>Type this secret into the authenticator:</p>
        <p className="secret">
          <code>{secret.secretCode}</code>
        </p>
      </details>
    </div>
  );
}
