// A middleware that looks into the token of a request.
import { Session } from 'cognito-identity-wasm';
import { NextResponse } from 'next/server';

export const config = { matcher: '/api/who' };

export function middleware(request) {
  const accessToken = request.headers.get('authorization')?.replace('Bearer ', '');
  return NextResponse.json({ username: new Session({ accessToken }).accessToken.claims.username });
}
