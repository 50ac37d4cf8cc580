'use client';

import { useEffect } from 'react';
import { visit } from '../program.mjs';

export function SignIn() {
  useEffect(() => {
    globalThis.outcome ??= visit(globalThis.settings).catch((error) => [error.code, error.message]);
  }, []);
  return <p>Signing in</p>;
}
