// Triggers of the pool that asks its own question: the password first where SRP is tried, then a sum; three attempts.
export function defineAuthChallenge(event) {
  const { session } = event.request;
  const last = session.at(-1);
  if (last?.challengeName === 'SRP_A') event.response.challengeName = 'PASSWORD_VERIFIER';
  else if (last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult) event.response.issueTokens = true;
  else if (session.filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE').length >= 3)
    event.response.failAuthentication = true;
  else event.response.challengeName = 'CUSTOM_CHALLENGE';
  return event;
}

export function createAuthChallenge(event) {
  event.response.publicChallengeParameters = { question: 'What is six by seven?' };
  event.response.privateChallengeParameters = { answer: '42' };
  return event;
}

export function verifyAuthChallengeResponse(event) {
  event.response.answerCorrect = event.request.challengeAnswer === event.request.privateChallengeParameters.answer;
  return event;
}
