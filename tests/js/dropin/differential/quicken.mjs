// The incumbent's exponentiation by the platform's own integers: the same numbers, without seconds of waiting.
// Scenarios about the numbers themselves say `exact` and run its own.

export function quicken(BigInteger) {
  BigInteger.prototype.modPow = function modPow(exponent, modulus, callback) {
    const m = whole(modulus);
    let base = whole(this) % m;
    if (base < 0n) base += m;
    let result = 1n;
    for (const bit of whole(exponent).toString(2)) {
      result = (result * result) % m;
      if (bit === '1') result = (result * base) % m;
    }
    const made = new BigInteger(result.toString(16), 16);
    if (callback) callback(null, made);
    return made;
  };
}

function whole(value) {
  const text = value.toString(16);
  return text.startsWith('-') ? -BigInt(`0x${text.slice(1)}`) : BigInt(`0x${text}`);
}
