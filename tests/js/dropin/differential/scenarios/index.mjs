import challenges from './challenges.mjs';
import devices from './devices.mjs';
import helper from './helper.mjs';
import methods from './methods.mjs';
import pools from './pools.mjs';
import seams from './seams.mjs';
import sessions from './sessions.mjs';
import signOut from './sign-out.mjs';
import srp from './srp.mjs';
import storages from './storages.mjs';
import userData from './user-data.mjs';
import values from './values.mjs';

export const scenarios = [
  ...methods,
  ...srp,
  ...challenges,
  ...devices,
  ...sessions,
  ...userData,
  ...signOut,
  ...storages,
  ...pools,
  ...values,
  ...helper,
  ...seams,
];

const names = scenarios.map(({ name }) => name);
const twice = names.find((name, at) => names.indexOf(name) !== at);
if (twice) throw new Error(`two scenarios are called "${twice}"`);
