// The devices that the pool remembers: there the second factor can be left out.
import { type Device, isAuthError, type User } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import { page } from '../ui/card.js';
import { h } from '../ui/dom.js';
import { actionButton } from '../ui/form.js';
import { icon } from '../ui/icons.js';
import { note, toast } from '../ui/notice.js';

export async function devicesView(app: App): Promise<HTMLElement> {
  const { user } = app;
  const head = { title: 'Devices', lead: 'On a remembered device the pool can do without the second factor.' } as const;
  let devices: readonly Device[];
  try {
    ({ devices } = await user.devices.list({ limit: 60 }));
  } catch (error) {
    if (!isAuthError(error) || error.code !== 'InvalidUserPoolConfigurationException') throw error;
    return page(head, note('This pool does not track devices.'));
  }
  const own = await thisDevice(user);
  // Amazon Cognito lists only devices that it remembers.
  const all = own && !devices.some(({ key }) => key === own.key) ? [own, ...devices] : devices;
  if (all.length === 0) return page(head, note('The pool knows no device of yours.'));
  const place = h('div');
  return page(
    head,
    place,
    h(
      'ul',
      { class: 'devices' },
      all.map((device) => row(app, device, device.key === own?.key, place)),
    ),
  );
}

/** This device, if it was confirmed at a sign-in and not forgotten since. */
async function thisDevice(user: User): Promise<Device | null> {
  try {
    return await user.devices.get();
  } catch (error) {
    if (isAuthError(error) && (error.code === 'NotAvailable' || error.code === 'ResourceNotFoundException'))
      return null;
    throw error;
  }
}

const REMEMBER = { method: 'remember', label: 'Remember', done: 'The device is remembered.' } as const;
const STOP = {
  method: 'stopRemembering',
  label: 'Stop remembering',
  done: 'The device is no longer remembered.',
} as const;

function row(app: App, device: Device, here: boolean, place: HTMLElement): HTMLElement {
  const name = nameOf(device);
  const remembered = device.attributes['dev:device_remembered_status'] === 'remembered';
  const change = remembered ? STOP : REMEMBER;
  const done = (text: string) => {
    toast(text);
    app.go('devices');
  };
  return h(
    'li',
    { 'data-device': device.key },
    icon('devices'),
    h(
      'div',
      { class: 'device-text' },
      h('strong', null, name),
      here && h('span', { class: 'tag good' }, 'this device'),
      remembered && h('span', { class: 'tag' }, 'remembered'),
      h(
        'p',
        { class: 'quiet' },
        device.lastAuthenticatedAt
          ? `Last signed in ${new Date(device.lastAuthenticatedAt).toLocaleString()}`
          : device.key,
      ),
    ),
    h(
      'div',
      { class: 'device-actions' },
      actionButton(change.label, {
        place,
        label: `${change.label} ${name}`,
        async run() {
          await app.user.devices[change.method](device.key);
          done(change.done);
        },
      }),
      actionButton('Forget', {
        place,
        class: 'link',
        label: `Forget ${name}`,
        async run() {
          await app.user.devices.forget(device.key);
          done('The device is forgotten.');
        },
      }),
    ),
  );
}

/** Browsers give their whole user agent as name; people know them by less. */
function nameOf(device: Device): string {
  const given = device.attributes.device_name ?? '';
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\//.exec(given)?.[1];
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(given)?.[1];
  if (!browser) return given || 'A device without a name';
  const called = { Edg: 'Edge', OPR: 'Opera' }[browser] ?? browser;
  return system ? `${called} on ${system.replace('Mac OS X', 'macOS')}` : called;
}
