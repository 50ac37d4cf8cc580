import { useEffect, useRef } from 'react';
import { messageOf } from '../../src/ui/messages.js';

/** An error; it takes the focus, so that it is read out and seen. */
export function Problem({ error }: { error: unknown }) {
  const place = useRef<HTMLDivElement>(null);
  const { title, advice, details } = messageOf(error);
  // Each new error is a reason to go there.
  useEffect(() => place.current?.focus(), [error]);
  return (
    <div className="problem" role="alert" tabIndex={-1} ref={place}>
      <div>
        <strong>{title}</strong>
        {advice && <p>{advice}</p>}
        {details && <p className="details">{details}</p>}
      </div>
    </div>
  );
}
