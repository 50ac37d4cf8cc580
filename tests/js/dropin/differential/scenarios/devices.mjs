// Devices: confirmed, remembered, unknown, forgotten.
import {
  challenge,
  confirmDevice,
  deviceSrp,
  done,
  failures,
  newDevice,
  PREFIX,
  refused,
  srp,
  tokens,
} from '../cognito.mjs';

const KEYS = { deviceKey: 'device-1', randomPasswordKey: 'device-password', deviceGroupKey: 'group-1' };
const remember = (t, username = 'ada') => {
  for (const [name, value] of Object.entries(KEYS)) t.items().set(`${PREFIX}.${username}.${name}`, value);
};
const signIn = (t, user = t.makeUser(), cb = t.callbacks()) =>
  t.call('authenticateUser', () => user.authenticateUser(t.details(), cb));
const tracked = () => done(tokens(newDevice()));
const asked = challenge('DEVICE_SRP_AUTH', { DEVICE_KEY: 'device-1' });
const lost = refused('ResourceNotFoundException', 'Device does not exist.');

const scenario = (name, run, kind) => ({ name: `device: ${name}`, kind, run });

export default [
  scenario('a new one is confirmed', async (t) => {
    t.reply(srp(t, tracked()), confirmDevice(t));
    signIn(t);
  }),
  scenario(
    'a new one is confirmed, without a page',
    async (t) => {
      t.reply(srp(t, tracked()), confirmDevice(t));
      const Storage = t.keep('storage');
      signIn(t, t.makeUser({ Storage }));
    },
    'node',
  ),
  scenario('a new one waits for the person', async (t) => {
    t.reply(srp(t, tracked()), confirmDevice(t, { body: { UserConfirmationNecessary: true } }));
    signIn(t);
  }),
  scenario('a new one that needs no confirmation', async (t) => {
    t.reply(srp(t, tracked()), confirmDevice(t, { body: { UserConfirmationNecessary: false } }));
    signIn(t);
  }),
  ...Object.entries(failures).map(([name, reply]) =>
    scenario(`a new one cannot be confirmed: ${name}`, async (t) => {
      const confirm = confirmDevice(t);
      const both = (request) => {
        confirm(request);
        return reply;
      };
      t.reply(srp(t, tracked()), both);
      signIn(t);
    }),
  ),
  scenario('a new one after a code', async (t) => {
    const user = t.makeUser();
    t.reply(tracked(), confirmDevice(t, { body: { UserConfirmationNecessary: true } }));
    t.call('sendMFACode', () => user.sendMFACode('123456', t.callbacks()));
  }),
  scenario('a new one after a new password', async (t) => {
    const user = t.makeUser();
    t.reply(tracked(), confirmDevice(t));
    t.call('complete', () => user.completeNewPasswordChallenge('New-1', {}, t.callbacks()));
  }),
  scenario('a new one after a custom answer', async (t) => {
    const user = t.makeUser();
    t.reply(tracked(), confirmDevice(t));
    t.call('answer', () => user.sendCustomChallengeAnswer('42', t.callbacks()));
  }),
  scenario('a remembered one is proven', async (t) => {
    remember(t);
    t.reply(srp(t, asked), deviceSrp(t, done()));
    signIn(t);
  }),
  scenario('a remembered one of somebody whom the service names otherwise', async (t) => {
    remember(t, 'ada-sub');
    t.reply(srp(t, asked, { userId: 'ada-sub' }), deviceSrp(t, done()));
    signIn(t);
  }),
  scenario('a remembered one, signed in by password', async (t) => {
    remember(t);
    const user = t.makeUser();
    user.setAuthenticationFlowType('USER_PASSWORD_AUTH');
    t.reply(asked, deviceSrp(t, done()));
    signIn(t, user);
  }),
  scenario('a remembered one after a code', async (t) => {
    remember(t);
    const user = t.makeUser();
    user.getCachedDeviceKeyAndPassword();
    user.Session = 'session-0';
    t.reply(asked, deviceSrp(t, done()));
    t.call('sendMFACode', () => user.sendMFACode('123456', t.callbacks()));
  }),
  scenario('a remembered one after a custom answer', async (t) => {
    remember(t);
    const user = t.makeUser();
    t.reply(asked, deviceSrp(t, done()));
    t.call('answer', () => user.sendCustomChallengeAnswer('42', t.callbacks()));
  }),
  scenario('proof asked for, but none is stored', async (t) => {
    t.reply(srp(t, asked), deviceSrp(t, done()));
    signIn(t);
  }),
  scenario('the first device step is refused', async (t) => {
    remember(t);
    t.reply(srp(t, asked), refused('NotAuthorizedException', 'no'));
    signIn(t);
  }),
  scenario('the proof is refused', async (t) => {
    remember(t);
    t.reply(srp(t, asked), deviceSrp(t, refused('NotAuthorizedException', 'Incorrect username or password.')));
    signIn(t);
  }),
  scenario('the proof is followed by a challenge', async (t) => {
    remember(t);
    t.reply(srp(t, asked), deviceSrp(t, challenge('SMS_MFA')));
    signIn(t);
  }),
  scenario('the device step has B zero', async (t) => {
    remember(t);
    t.reply(srp(t, asked), deviceSrp(t, done(), { parameters: { SRP_B: '0' } }));
    signIn(t);
  }),
  scenario('one that the service does not know', async (t) => {
    remember(t);
    t.reply(srp(t, [lost, done()]));
    signIn(t);
  }),
  scenario('one that the service does not know, said twice', async (t) => {
    remember(t);
    t.reply(srp(t, [lost, lost, done()]));
    signIn(t);
  }),
  scenario('something else that the service does not know', async (t) => {
    remember(t);
    t.reply(srp(t, refused('ResourceNotFoundException', 'User pool client does not exist.')));
    signIn(t);
  }),
  scenario('one made on the same object is named at the next sign-in', async (t) => {
    const user = t.makeUser();
    t.reply(srp(t, tracked()), confirmDevice(t), srp(t, done(tokens({ n: 2 }))));
    signIn(t, user);
    await t.settle();
    signIn(t, user);
  }),
  scenario('its keys are read, kept and cleared by hand', async (t) => {
    const user = t.makeUser();
    t.call('get, none', () => user.getCachedDeviceKeyAndPassword());
    remember(t);
    t.call('get', () => user.getCachedDeviceKeyAndPassword());
    user.deviceKey = 'device-2';
    t.call('cache', () => user.cacheDeviceKeyAndPassword());
    t.call('clear', () => user.clearCachedDeviceKeyAndPassword());
  }),
  scenario('this one is forgotten', async (t) => {
    remember(t);
    const user = t.signedIn();
    user.getCachedDeviceKeyAndPassword();
    t.reply({ body: {} });
    t.call('forgetDevice', () => user.forgetDevice(t.callbacks()));
  }),
  scenario('this one cannot be forgotten', async (t) => {
    remember(t);
    const user = t.signedIn();
    user.getCachedDeviceKeyAndPassword();
    t.reply(lost);
    t.call('forgetDevice', () => user.forgetDevice(t.callbacks()));
  }),
  scenario('no key is known when it is looked up', async (t) => {
    t.reply({ body: {} }, { body: {} });
    t.call('getDevice', () => t.signedIn().getDevice(t.callbacks()));
    t.call('remember', () => t.user.setDeviceStatusRemembered(t.callbacks()));
  }),
];
