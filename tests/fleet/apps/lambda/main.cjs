// A handler of AWS Lambda as it was written before Node had `fetch`: it brings one, and counts what is asked.
const platform = global.fetch;
const asked = [];
global.fetch = (url, options) => {
  asked.push(options.headers['X-Amz-Target'].split('.')[1]);
  return platform(url, options);
};
const AmazonCognitoIdentity = require('amazon-cognito-identity-js');
const { journey, tell } = require('../journey.cjs');

exports.handler = async () => ({ statusCode: 200, body: JSON.stringify(await journey(AmazonCognitoIdentity)) });
exports.handler().then(({ statusCode, body }) => tell([statusCode, JSON.parse(body), asked]));
