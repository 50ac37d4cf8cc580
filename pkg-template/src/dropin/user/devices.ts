// Remembered devices.
import { type Answer, type Callbacks, tell } from '../callbacks.js';
import type { Methods } from '../class.js';
import { keyPrefix, object, sendSigned, type User } from './shape.js';

const deviceKeys = (user: User): [string, string, string] => {
  const prefix = `${keyPrefix(user)}.${user.username}`;
  return [`${prefix}.deviceKey`, `${prefix}.randomPasswordKey`, `${prefix}.deviceGroupKey`];
};

function setStatus(user: User, status: string, callback: Callbacks): unknown {
  return sendSigned(
    user,
    'UpdateDeviceStatus',
    (token) => ({ AccessToken: token, DeviceKey: user.deviceKey, DeviceRememberedStatus: status }),
    object(callback),
  );
}

export const devices: Methods<User> = {
  getDevice(callback: Callbacks) {
    return sendSigned(
      this,
      'GetDevice',
      (token) => ({ AccessToken: token, DeviceKey: this.deviceKey }),
      object(callback, (data) => data),
    );
  },

  forgetSpecificDevice(deviceKey: string, callback: Callbacks) {
    return sendSigned(
      this,
      'ForgetDevice',
      (token) => ({ AccessToken: token, DeviceKey: deviceKey }),
      object(callback),
    );
  },

  forgetDevice(callback: Callbacks) {
    this.forgetSpecificDevice(this.deviceKey, {
      onFailure: callback['onFailure'],
      onSuccess: (result: Answer) => {
        this.deviceKey = null;
        this.deviceGroupKey = null;
        this.randomPassword = null;
        this.clearCachedDeviceKeyAndPassword();
        return tell(callback, 'onSuccess', result);
      },
    });
    return undefined;
  },

  setDeviceStatusRemembered(callback: Callbacks) {
    return setStatus(this, 'remembered', callback);
  },

  setDeviceStatusNotRemembered(callback: Callbacks) {
    return setStatus(this, 'not_remembered', callback);
  },

  listDevices(limit: number, paginationToken: string | null, callback: Callbacks) {
    return sendSigned(
      this,
      'ListDevices',
      (token) => ({
        AccessToken: token,
        Limit: limit,
        ...(paginationToken ? { PaginationToken: paginationToken } : {}),
      }),
      object(callback, (data) => data),
    );
  },

  cacheDeviceKeyAndPassword() {
    const [key, password, group] = deviceKeys(this);
    this.storage.setItem(key, this.deviceKey as string);
    this.storage.setItem(password, this.randomPassword as string);
    this.storage.setItem(group, this.deviceGroupKey as string);
  },

  getCachedDeviceKeyAndPassword() {
    const [key, password, group] = deviceKeys(this);
    if (this.storage.getItem(key)) {
      this.deviceKey = this.storage.getItem(key);
      this.randomPassword = this.storage.getItem(password);
      this.deviceGroupKey = this.storage.getItem(group);
    }
  },

  clearCachedDeviceKeyAndPassword() {
    for (const key of deviceKeys(this)) this.storage.removeItem(key);
  },
};
