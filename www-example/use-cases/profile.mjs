// A signed-in person's own data, and passwords.

/** 5. The attributes, as an object. */
export function attributes(cognitoUser, done) {
  cognitoUser.getUserAttributes((error, list) => {
    if (error) return done(error);
    done(null, Object.fromEntries(list.map((attribute) => [attribute.getName(), attribute.getValue()])));
  });
}

/** 6. Verifies an attribute: a code is sent, `askCode` gives it. */
export function verify(cognitoUser, name, askCode, { onSuccess, onFailure }) {
  cognitoUser.getAttributeVerificationCode(name, {
    onSuccess,
    onFailure,
    async inputVerificationCode() {
      cognitoUser.verifyAttribute(name, await askCode(), { onSuccess, onFailure });
    },
  });
}

/** 7. Deletes attributes. */
export function remove(cognitoUser, names, done) {
  cognitoUser.deleteAttributes(names, done);
}

/** 8. Changes an attribute. */
export function update(cognitoUser, name, value, done) {
  cognitoUser.updateAttributes([{ Name: name, Value: value }], done);
}

/** 11. Changes the password. */
export function changePassword(cognitoUser, before, after, done) {
  cognitoUser.changePassword(before, after, done);
}

/** 12. A forgotten password: a code is sent, `askCode` gives it. */
export function forgotten(cognitoUser, chosen, askCode, { onSuccess, onFailure }) {
  cognitoUser.forgotPassword({
    onSuccess,
    onFailure,
    async inputVerificationCode() {
      cognitoUser.confirmPassword(await askCode(), chosen, { onSuccess, onFailure });
    },
  });
}

/** 13. Deletes the account. */
export function deleteAccount(cognitoUser, done) {
  cognitoUser.deleteUser(done);
}

/** 31. The user's data; cached until `fresh` is asked for. */
export function userData(cognitoUser, fresh, done) {
  cognitoUser.getUserData(done, { bypassCache: fresh });
}
