// All scenarios by the name of their subject.
import { accounts } from './accounts.mjs';
import { badInput } from './bad-input.mjs';
import { challenges } from './challenges.mjs';
import { choice } from './choice.mjs';
import { devices } from './devices.mjs';
import { errors } from './errors.mjs';
import { hostile } from './hostile.mjs';
import { objects } from './objects.mjs';
import { refresh } from './refresh.mjs';
import { scripts } from './scripted.mjs';
import { sessionFetch } from './session-fetch.mjs';
import { sessions } from './sessions.mjs';
import { signIn } from './sign-in.mjs';
import { signOut } from './sign-out.mjs';
import { storage } from './storage.mjs';
import { user } from './user.mjs';

export const scenarios = {
  accounts,
  signIn,
  challenges,
  choice,
  scripts,
  devices,
  user,
  sessions,
  refresh,
  signOut,
  storage,
  sessionFetch,
  errors,
  objects,
  badInput,
  hostile,
};
