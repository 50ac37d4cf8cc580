// The tokens of a session in a file that its owner alone may read.
import { rename, writeFile } from 'node:fs/promises';

export async function saveTokens(file, { accessToken, idToken, refreshToken }) {
  const tokens = { accessToken: accessToken.jwt, idToken: idToken?.jwt, refreshToken };
  // Whole or not at all: a refresh token that is written halfway is a sign-in lost.
  const beside = `${file}.${process.pid}`;
  await writeFile(beside, JSON.stringify(tokens), { mode: 0o600 });
  await rename(beside, file);
}
