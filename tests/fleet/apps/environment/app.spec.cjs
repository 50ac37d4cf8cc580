const library = require('cognito-identity-wasm');
const local = require('cognito-identity-wasm/local');
const { journey } = require('./journey.cjs');

test('the journey', async () => {
  console.log(JSON.stringify(await journey({ library, local, timers: jest })));
});
