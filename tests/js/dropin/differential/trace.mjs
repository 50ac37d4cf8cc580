// What happened, as lines of text: two traces are compared line by line.

/** The tokens of the scripts say what they are: `‹access 1 +0 s›`. */
const TOKEN = /eyJhbGciOiJub25lIn0\.([\w-]+)\.c2ln/g;
const spelled = (_, payload) => {
  const { token_use, n, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return `‹${token_use} ${n} until ${exp}›`;
};

/** V8 names the expression of the source, which a minifier renames; the rest of the message is the same. */
const NOT_A_FUNCTION = /^\S*\.(\w+) is not a function$/;
/** Two ways of taking a member out of null. */
const OF_NULL = /^Cannot destructure property '(\w+)' of .* as it is (null|undefined)\.$/s;

export function makeTrace() {
  const lines = [];
  const labels = new Map();
  const marks = new Map();

  function describe(value, depth = 0) {
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'function') return labels.get(value) ?? `function/${value.length}`;
    if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? '-0' : String(value);
    if (labels.has(value)) return `<${labels.get(value)}>`;
    if (depth > 6) return '…';
    if (isError(value)) return error(value, depth);
    if (Array.isArray(value)) return `[${value.map((one) => describe(one, depth + 1)).join(', ')}]`;
    const name = value.constructor?.name;
    if (name === 'Promise') return '<Promise>';
    // jsbn's limbs are its own affair; the number is not.
    if (typeof value.modPow === 'function') return `BigInteger(${value.toString(16)})`;
    return `${name && name !== 'Object' ? name : ''}{${own(value, depth)}}`;
  }

  const own = (value, depth) =>
    Object.keys(value)
      .map((key) => `${key}: ${describe(value[key], depth + 1)}`)
      .join(', ');

  const isError = (value) => Object.prototype.toString.call(value) === '[object Error]';
  const error = (value, depth) => {
    const message = value.message
      .replace(NOT_A_FUNCTION, '….$1 is not a function')
      .replace(OF_NULL, "Cannot read properties of $2 (reading '$1')");
    return `${value.constructor.name} ${value.name} ${JSON.stringify(message)} {${own(value, depth)}}`;
  };

  return {
    describe,
    event: (line) => void lines.push(line),
    label: (value, name) => void labels.set(value, name),
    /** A value that chance made, once a check has said what it is. */
    mark: (secret, name) => void (secret && marks.set(secret, `‹${name}›`)),
    /** The object's own enumerable properties, in order. */
    snapshot(name, value) {
      lines.push(`${name} is a ${value.constructor.name} with ${Object.keys(value)}`);
      for (const key of Object.keys(value)) lines.push(`${name}.${key} is ${describe(value[key])}`);
    },
    lines() {
      const longest = [...marks].sort(([one], [other]) => other.length - one.length);
      return lines
        .map((line) => longest.reduce((text, [secret, name]) => text.replaceAll(secret, name), line))
        .map((line) => line.replace(TOKEN, spelled));
    },
  };
}
