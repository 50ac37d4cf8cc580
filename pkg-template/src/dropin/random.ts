// Random numbers, from the platform's CSPRNG and from nothing else.

/** 32 random bits. */
export default function cryptoSecureRandomInt(): number {
  try {
    // Looked up at each call: a page or a test may bring it late.
    const [word] = globalThis.crypto.getRandomValues(new Uint32Array(1));
    if (word !== undefined) return word;
  } catch {
    // The same answer as for a platform without one.
  }
  const message = 'Native crypto module could not be used to get secure random number.';
  throw new Error(NO_WASM ? `${message} In React Native, import react-native-get-random-values first.` : message);
}
