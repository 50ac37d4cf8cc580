// Runs what webpack wrote, and the journey on what it left.
const { journey, tell } = require('../journey.cjs');
globalThis.self = globalThis;
globalThis.window = globalThis;
require(process.argv[2]);
journey(globalThis.library).then(tell);
