/** The known name that a mistyped one most likely means, if any is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const distances = known.map((other) => [distance(name.toLowerCase(), other.toLowerCase()), other] as const);
  const [best] = distances.sort(([one], [other]) => one - other);
  return best && best[0] <= Math.max(1, Math.floor(name.length / 4)) ? best[1] : undefined;
}

/** How many letters must be put in, taken out or replaced (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}

/** The same as a sentence, with a blank before it. */
export function didYouMean(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return meant === undefined ? '' : ` Did you mean ${meant}?`;
}
