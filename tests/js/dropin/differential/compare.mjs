// Two traces of one scenario: which lines only one of them has, and which deviation allows them.

/** The lines that must go (`-`) and come (`+`) to make one trace of the other. */
export function differences(before, after) {
  const common = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i][j] = before[i] === after[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    } else if (j === after.length || (i < before.length && common[i + 1][j] >= common[i][j + 1])) {
      lines.push(`- ${before[i++]}`);
    } else lines.push(`+ ${after[j++]}`);
  }
  return lines;
}

/** Judges differences by a list of allowances, and remembers which of them were needed. */
export function judge(allowances) {
  const used = new Set();
  return {
    /** The lines that nothing allows. */
    refuse(name, lines) {
      const here = allowances.filter(({ scenario }) => scenario.test(name));
      return lines.filter((line) => {
        const entry = here.find(({ line: pattern }) => pattern.test(line));
        if (entry) used.add(entry);
        return !entry;
      });
    },
    unused: () => allowances.filter((entry) => !used.has(entry)),
  };
}
