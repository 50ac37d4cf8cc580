// Devices of a signed-in person, in a pool that tracks them.

/** 18. All devices, page by page. */
export function listAll(cognitoUser, { onSuccess, onFailure }, found = [], page = null) {
  cognitoUser.listDevices(10, page, {
    onFailure,
    onSuccess({ Devices, PaginationToken }) {
      const all = [...found, ...Devices];
      if (PaginationToken) listAll(cognitoUser, { onSuccess, onFailure }, all, PaginationToken);
      else onSuccess(all);
    },
  });
}

/** 19. This device. */
export function thisDevice(cognitoUser, { onSuccess, onFailure }) {
  cognitoUser.getCachedDeviceKeyAndPassword();
  cognitoUser.getDevice({ onSuccess, onFailure });
}

/** 20. Remembers this device: no second factor is asked for on it. */
export function remember(cognitoUser, { onSuccess, onFailure }) {
  cognitoUser.getCachedDeviceKeyAndPassword();
  cognitoUser.setDeviceStatusRemembered({ onSuccess, onFailure });
}

/** 21. Does not remember it any more. */
export function doNotRemember(cognitoUser, { onSuccess, onFailure }) {
  cognitoUser.getCachedDeviceKeyAndPassword();
  cognitoUser.setDeviceStatusNotRemembered({ onSuccess, onFailure });
}

/** 22. Forgets this device, here and in the pool. */
export function forget(cognitoUser, { onSuccess, onFailure }) {
  cognitoUser.getCachedDeviceKeyAndPassword();
  cognitoUser.forgetDevice({ onSuccess, onFailure });
}
