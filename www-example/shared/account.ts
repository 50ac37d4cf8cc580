// What is asked of people about their account. Each answer gives the words to say when it is done.
import {
  type Device,
  isAuthError,
  type MfaMethod,
  type MfaSetting,
  type MfaStatus,
  type Passkey,
  type User,
} from 'cognito-identity-wasm';
import { attributeLabel } from '../src/ui/attribute.js';
import { deliveryText } from '../src/ui/delivery.js';
import { addPasskey, passkeysOf } from './passkey.js';
import { codeField, type Question } from './question.js';
import type { SessionStore } from './session-store.js';

export interface Account {
  attributes: Record<string, string>;
  mfa: MfaStatus;
  devices: readonly Device[];
  /** Nothing in a pool that takes none. */
  passkeys: readonly Passkey[] | undefined;
}

export function load(store: SessionStore): Promise<Account> {
  return store.run(async (user) => {
    const parts = [user.attributes(), user.mfa.get(), devicesOf(user), passkeysOf(user)] as const;
    const [attributes, mfa, devices, passkeys] = await Promise.all(parts);
    return { attributes, mfa, devices, passkeys };
  });
}

/** None in a pool that does not track devices. */
async function devicesOf(user: User): Promise<readonly Device[]> {
  try {
    return (await user.devices.list({ limit: 60 })).devices;
  } catch (error) {
    if (isAuthError(error) && error.code === 'InvalidUserPoolConfigurationException') return [];
    throw error;
  }
}

const OFFERED = ['name', 'email', 'phone_number'];

export function profile(store: SessionStore, { attributes }: Account): Question<string> {
  return {
    title: 'Profile',
    lead: 'Empty a field to delete it.',
    fields: OFFERED.map((name) => ({
      name,
      label: attributeLabel(name),
      value: attributes[name],
      optional: true,
    })),
    submit: 'Save the profile',
    answer: (values) =>
      store.run(async (user) => {
        const changed = OFFERED.filter((name) => values[name] && values[name] !== attributes[name]);
        const emptied = OFFERED.filter((name) => !values[name] && attributes[name]);
        let said = 'Saved.';
        if (changed.length > 0) {
          const update = Object.fromEntries(changed.map((name) => [name, values[name] ?? '']));
          const { deliveries } = await user.updateAttributes(update);
          said = ['Saved.', ...deliveries.map(deliveryText)].join(' ');
        }
        if (emptied.length > 0) await user.deleteAttributes(emptied);
        return said;
      }),
  };
}

/** Addresses that nobody has proven yet. */
export function unverified({ attributes }: Account): string[] {
  return ['email', 'phone_number'].filter((name) => attributes[name] && attributes[`${name}_verified`] !== 'true');
}

export function confirmAttribute(store: SessionStore, name: string): Question<string> {
  const label = attributeLabel(name);
  return {
    title: `Confirm: ${label}`,
    fields: [{ ...codeField, label: `Code for: ${label}` }],
    submit: 'Confirm',
    answer: ({ code = '' }) =>
      store.run(async (user) => {
        await user.confirmAttribute({ name, code });
        return `${label}: confirmed.`;
      }),
  };
}

export function sendAttributeCode(store: SessionStore, name: string): Promise<string> {
  return store.run(async (user) => deliveryText(await user.requestAttributeCode(name)));
}

const METHODS: readonly { method: MfaMethod; label: string }[] = [
  { method: 'totp', label: 'Authenticator app' },
  { method: 'sms', label: 'Code by SMS' },
  { method: 'email', label: 'Code by e-mail' },
];

export function secondFactors(store: SessionStore, { mfa }: Account): Question<string> {
  const settingOf = (method: MfaMethod): MfaSetting =>
    mfa.preferred === method ? 'preferred' : mfa.enabled.includes(method) ? 'on' : 'off';
  return {
    title: 'Second factors',
    lead: 'With one, a stolen password is not enough.',
    fields: METHODS.map(({ method, label }) => ({
      name: method,
      label,
      value: settingOf(method),
      options: [
        { value: 'off', label: 'Off' },
        { value: 'on', label: 'On' },
        { value: 'preferred', label: 'Preferred' },
      ],
    })),
    submit: 'Save the factors',
    answer: (values) =>
      store.run(async (user) => {
        const changed = METHODS.filter(({ method }) => values[method] !== settingOf(method));
        await user.mfa.set(Object.fromEntries(changed.map(({ method }) => [method, values[method]])));
        return 'Saved.';
      }),
  };
}

/** Gets a secret, to be proven by a code that an authenticator makes of it. */
export async function authenticator(store: SessionStore): Promise<Question<string>> {
  const secret = await store.run((user) => user.mfa.associate());
  return {
    title: 'Set up your authenticator',
    lead: 'Scan this with your authenticator app, then type the code that it shows.',
    secret,
    fields: [codeField],
    submit: 'Turn it on',
    answer: ({ code = '' }) =>
      store.run(async (user) => {
        await user.mfa.verify({ code, deviceName: 'Example app' });
        await user.mfa.set({ totp: 'preferred' });
        return 'Your authenticator is on.';
      }),
  };
}

export function changePassword(store: SessionStore): Question<string> {
  return {
    title: 'Password',
    fields: [
      { name: 'previous', label: 'Current password', type: 'password', autocomplete: 'current-password' },
      { name: 'proposed', label: 'New password', type: 'password', autocomplete: 'new-password' },
    ],
    submit: 'Change the password',
    answer: ({ previous = '', proposed = '' }) =>
      store.run(async (user) => {
        await user.changePassword({ previousPassword: previous, proposedPassword: proposed });
        return 'Your password was changed.';
      }),
  };
}

export function deviceName({ attributes, key }: Device): string {
  return attributes.device_name ?? key;
}

export function rememberDevice(store: SessionStore, { key }: Device): Promise<string> {
  return store.run(async (user) => {
    await user.devices.remember(key);
    return 'The device is remembered.';
  });
}

export function forgetDevice(store: SessionStore, { key }: Device): Promise<string> {
  return store.run(async (user) => {
    await user.devices.forget(key);
    return 'The device is forgotten.';
  });
}

export function newPasskey(store: SessionStore): Promise<string> {
  return store.run(async (user) => {
    await addPasskey(user);
    return 'Your passkey is there.';
  });
}

export function deletePasskey(store: SessionStore, { id }: Passkey): Promise<string> {
  return store.run(async (user) => {
    await user.passkeys.delete(id);
    return 'The passkey is deleted.';
  });
}

export function deletion(store: SessionStore, username: string): Question<void> {
  return {
    title: 'Delete the account',
    lead: 'It is gone for good, with everything that the pool knows about you.',
    fields: [{ name: 'typed', label: `Type “${username}” to confirm` }],
    submit: 'Delete for good',
    danger: true,
    async answer({ typed }) {
      if (typed !== username) throw new Error('That is not the name of this account.');
      await store.deleteAccount();
    },
  };
}
