// USER_AUTH: the person chooses the first factor.

const FACTORS = ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'];
const ATTRIBUTES = {
  email: 'ada@example.com',
  email_verified: 'true',
  phone_number: '+4915112345678',
  phone_number_verified: 'true',
};
const choosing = (w) =>
  w.person({ pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: FACTORS } } }, attributes: ATTRIBUTES });
const start = (person, more = {}) => person.pool.signIn({ username: 'ada', flow: 'user-auth', ...more });

export const choice = {
  'without a preference the step lists the factors': async (w) => {
    const person = await choosing(w);
    const step = await start(person);
    w.same([step.status, step.challengeName], ['selectChallenge', 'SELECT_CHALLENGE']);
    w.same([...step.options].sort(), ['EMAIL_OTP', 'PASSWORD', 'PASSWORD_SRP', 'SMS_OTP']);
    w.same(person.storage.names, []);
    await w.refused(step.respond({ answer: 'NO_SUCH' }), 'InvalidParameterException');
  },

  'preferring PASSWORD with a password signs in at once': async (w) => {
    const person = await choosing(w);
    w.is((await start(person, { preferredChallenge: 'PASSWORD', password: w.PASSWORD })).status, 'signedIn');
    w.same(person.net.names, ['InitiateAuth USER_AUTH']);
    await w.refused(start(person, { preferredChallenge: 'PASSWORD', password: 'wrong' }), 'NotAuthorizedException');
  },

  'preferring PASSWORD_SRP with a password signs in, and the password does not travel': async (w) => {
    const person = await choosing(w);
    w.is((await start(person, { preferredChallenge: 'PASSWORD_SRP', password: w.PASSWORD })).status, 'signedIn');
    w.same(person.net.names, ['InitiateAuth USER_AUTH', 'RespondToAuthChallenge PASSWORD_VERIFIER']);
    w.ok(!JSON.stringify(person.net.calls).includes(w.PASSWORD));
    await w.refused(start(person, { preferredChallenge: 'PASSWORD_SRP', password: 'wrong' }), 'NotAuthorizedException');
  },

  'preferring a password without giving one asks for it': async (w) => {
    const person = await choosing(w);
    for (const [preferredChallenge, status] of [
      ['PASSWORD', 'password'],
      ['PASSWORD_SRP', 'passwordSrp'],
    ]) {
      const step = await start(person, { preferredChallenge });
      w.same([step.status, step.challengeName], [status, preferredChallenge]);
      w.is((await step.respond({ password: w.PASSWORD })).status, 'signedIn', status);
    }
    const step = await start(person, { preferredChallenge: 'PASSWORD_SRP' });
    await w.refused(step.respond({ password: 'wrong' }), 'NotAuthorizedException');
  },

  'preferring EMAIL_OTP or SMS_OTP sends a code': async (w) => {
    const person = await choosing(w);
    for (const [preferredChallenge, status, medium] of [
      ['EMAIL_OTP', 'emailOtp', 'EMAIL'],
      ['SMS_OTP', 'smsOtp', 'SMS'],
    ]) {
      const step = await start(person, { preferredChallenge });
      w.same([step.status, step.challengeName, step.delivery.medium], [status, preferredChallenge, medium]);
      const code = await person.realm.code('ada');
      w.is((await person.realm.mails('ada')).at(-1).medium, medium);
      await w.refused(
        step.respond({ code: `${Number(code) === 0 ? 1 : 0}`.repeat(code.length) }),
        'CodeMismatchException',
      );
      w.is((await step.respond({ code })).status, 'signedIn', status);
    }
  },

  'each factor can be picked from the list, also after a reload': async (w) => {
    const person = await choosing(w);
    for (const [answer, status] of [
      ['PASSWORD', 'password'],
      ['PASSWORD_SRP', 'passwordSrp'],
      ['EMAIL_OTP', 'emailOtp'],
      ['SMS_OTP', 'smsOtp'],
    ]) {
      const list = await start(person);
      const picked = await list.respond({ answer });
      w.is(picked.status, status);
      const step = person.realm.app({ storage: person.storage }).pool.resume(JSON.parse(JSON.stringify(picked)));
      const given = answer.startsWith('PASSWORD') ? { password: w.PASSWORD } : { code: await person.realm.code('ada') };
      const done = await step.respond(given);
      w.same([done.status, done.user.username], ['signedIn', 'ada'], answer);
      person.storage.items.clear();
    }
  },

  'a password that was picked from the list and is wrong is refused, and the list can be used again': async (w) => {
    const person = await choosing(w);
    const list = await start(person);
    for (const answer of ['PASSWORD', 'PASSWORD_SRP']) {
      const step = await list.respond({ answer });
      await w.refused(step.respond({ password: 'wrong' }), 'NotAuthorizedException', answer);
    }
    w.same(person.storage.names, []);
  },

  'a preference goes with user-auth only': async (w) => {
    const person = await w.person();
    await w.refused(
      person.pool.signIn({ username: 'ada', password: 'x', preferredChallenge: 'PASSWORD' }),
      'InvalidArgument',
    );
    w.same(person.net.names, []);
  },
};
