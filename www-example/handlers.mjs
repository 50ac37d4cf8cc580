// The example pool's own challenge (CUSTOM_AUTH): a small sum. They take the events of AWS's Lambda triggers.
import { randomInt } from 'node:crypto';

/** Three attempts; a sign-in that brought a proof of the password first has that checked first. */
export function defineAuthChallenge(event) {
  const { session } = event.request;
  const answers = session.filter(({ challengeName }) => challengeName === 'CUSTOM_CHALLENGE');
  const last = session.at(-1);
  const solved = last?.challengeName === 'CUSTOM_CHALLENGE' && last.challengeResult === true;
  event.response.issueTokens = solved;
  event.response.failAuthentication = !solved && answers.length >= 3;
  if (!solved && answers.length < 3) {
    event.response.challengeName = last?.challengeName === 'SRP_A' ? 'PASSWORD_VERIFIER' : 'CUSTOM_CHALLENGE';
  }
  return event;
}

export function createAuthChallenge(event) {
  const [a, b] = [randomInt(2, 10), randomInt(2, 10)];
  event.response.publicChallengeParameters = {
    question: `How much is ${a} × ${b}?`,
    attempt: String(event.request.session.length + 1),
  };
  event.response.privateChallengeParameters = { answer: String(a * b) };
  return event;
}

export function verifyAuthChallengeResponse(event) {
  event.response.answerCorrect = event.request.challengeAnswer === event.request.privateChallengeParameters.answer;
  return event;
}
