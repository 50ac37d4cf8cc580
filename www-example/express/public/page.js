// The page knows the auth system by its address, and nothing of Cognito.
import { isAuthError, Pool } from '/package/proxy.js';
import { completeRedirect, signInWithRedirect, signOutWithRedirect } from '/package/proxy-login.js';

const pool = new Pool({ proxy: new URL('/auth', location.origin).href, custody: 'cookie' });
const sections = new Map([...document.querySelectorAll('main > section')].map((section) => [section.id, section]));
let pending;

function show(name) {
  for (const section of sections.values()) section.hidden = section.id !== name;
  sections.get(name).querySelector('h1').focus({ preventScroll: true });
}

/** A form's work, with a place for what went wrong. */
function onSubmit(name, work) {
  const form = sections.get(name).querySelector('form');
  const problem = form.querySelector('.problem');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (form.hasAttribute('aria-busy')) return;
    form.setAttribute('aria-busy', 'true');
    problem.hidden = true;
    try {
      await work(Object.fromEntries(new FormData(form)));
      form.reset();
    } catch (error) {
      problem.textContent = isAuthError(error) ? error.message : String(error);
      problem.hidden = false;
      problem.focus();
    } finally {
      form.removeAttribute('aria-busy');
    }
  });
}

/** Where a sign-in has come to. */
async function follow(step) {
  if (step.status === 'signedIn') return signedIn(step.user);
  if (!['softwareTokenMfa', 'smsMfa', 'emailOtp'].includes(step.status))
    throw new Error(`This page has no answer to ${step.challengeName}.`);
  pending = step;
  show('code');
}

async function signedIn(user) {
  const session = await user.session();
  const section = sections.get('signed-in');
  // The proxy adds the access token and asks the API.
  const reply = await session.fetch('api/me');
  section.querySelector('[data-username]').textContent = user.username;
  section.querySelector('.claims').textContent = JSON.stringify(await reply.json(), null, 2);
  section.querySelector('button').onclick = async () => {
    // Who signed in on the login pages has a session there, too, and leaves by them.
    const atLoginPages = String(session.accessToken.claims.scope).split(' ').includes('openid');
    if (atLoginPages) return signOutWithRedirect(pool, { logoutUri: location.href });
    await user.signOut();
    show('signed-out');
  };
  show('signed-in');
}

onSubmit('signed-out', async (request) => follow(await pool.signIn(request)));
onSubmit('code', async (answer) => follow(await pending.respond(answer)));

for (const button of document.querySelectorAll('[data-provider]'))
  button.onclick = () => signInWithRedirect(pool, { provider: button.dataset.provider || undefined });

try {
  // Somebody who comes back from the login pages, or somebody who was here before.
  const done = await completeRedirect(pool, location.href);
  const known = done?.user ?? (await pool.load());
  if (known) await signedIn(known);
  else show('signed-out');
} catch (error) {
  show('signed-out');
  const problem = sections.get('signed-out').querySelector('.problem');
  problem.textContent = error.code === 'AccessDenied' ? 'You did not sign in there.' : error.message;
  problem.hidden = false;
  problem.focus();
}
