// The front door: name, password, and how to prove it.
import { type FirstFactor, isAuthError, type SignInFlow, type SignInRequest } from 'cognito-identity-wasm';
import type { App } from '../app.js';
import type { Login } from '../login.js';
import { page } from '../ui/card.js';
import { h, uniqueId } from '../ui/dom.js';
import { field } from '../ui/field.js';
import { actionButton, form } from '../ui/form.js';
import { note } from '../ui/notice.js';

const FLOWS: readonly { value: SignInFlow; label: string; hint: string; password: boolean }[] = [
  { value: 'srp', label: 'Password, by SRP', hint: 'The password never leaves this device.', password: true },
  {
    value: 'password',
    label: 'Password, over TLS',
    hint: 'USER_PASSWORD_AUTH: the service sees the password.',
    password: true,
  },
  {
    value: 'user-auth',
    label: 'Let me choose',
    hint: 'USER_AUTH: a password, or a code by e-mail or SMS, or a passkey.',
    password: false,
  },
  {
    value: 'custom',
    label: 'The pool’s own challenge',
    hint: 'CUSTOM_AUTH: whatever the pool’s functions ask.',
    password: false,
  },
  {
    value: 'custom-srp',
    label: 'Password, then the pool’s own challenge',
    hint: 'CUSTOM_AUTH that starts with SRP.',
    password: true,
  },
];

const FIRST: readonly { value: FirstFactor | ''; label: string }[] = [
  { value: '', label: 'Ask me' },
  { value: 'PASSWORD_SRP', label: 'Password, by SRP' },
  { value: 'PASSWORD', label: 'Password, over TLS' },
  { value: 'EMAIL_OTP', label: 'A code by e-mail' },
  { value: 'SMS_OTP', label: 'A code by SMS' },
  { value: 'WEB_AUTHN', label: 'A passkey' },
];

export function signInView(app: App): HTMLElement {
  const password = field({
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'current-password',
    value: app.draft.password ?? '',
  });
  const flow = select('flow', 'Way to sign in', FLOWS);
  const preferred = select('preferred', 'Begin with', FIRST);
  const hint = h('p', { class: 'hint' });
  const picker = flow.querySelector('select') as HTMLSelectElement;

  const adapt = () => {
    const chosen = FLOWS.find(({ value }) => value === picker.value);
    show(password, chosen?.password ?? true);
    show(preferred, picker.value === 'user-auth');
    hint.textContent = chosen?.hint ?? '';
  };
  if (app.draft.flow) picker.value = app.draft.flow;
  picker.addEventListener('change', adapt);
  flow.append(hint);
  adapt();

  const element = form({
    submit: 'Sign in',
    aside: h('a', { href: '#/forgot' }, 'Forgot your password?'),
    fields: [
      field({
        name: 'username',
        label: 'User name',
        autocomplete: 'username',
        first: true,
        value: app.draft.username ?? '',
      }),
      password,
      h(
        'details',
        { class: 'more', open: app.draft.flow !== undefined },
        h('summary', null, 'Other ways to sign in'),
        flow,
        preferred,
      ),
    ],
    async onSubmit(values, signal) {
      const request: SignInRequest = { username: values.username ?? '', flow: values.flow as SignInFlow, signal };
      if (values.password !== undefined) request.password = values.password;
      if (values.preferred) request.preferredChallenge = values.preferred as FirstFactor;
      app.follow(await app.pool.signIn(request));
    },
    onProblem(error) {
      const username = new FormData(element).get('username');
      return isAuthError(error) && error.code === 'UserNotConfirmedException'
        ? h(
            'p',
            null,
            h(
              'button',
              { type: 'button', class: 'link', on: { click: () => app.go('confirm', { username: String(username) }) } },
              'Confirm it now',
            ),
          )
        : null;
    },
  });

  return page(
    { title: 'Sign in', icon: 'key', lead: 'Welcome back. Your password is proven, not sent.' },
    app.draft.message && note(app.draft.message),
    element,
    app.login && providers(app.login),
    h('p', { class: 'foot' }, 'New here? ', h('a', { href: '#/sign-up' }, 'Create an account')),
  );
}

/** The ways over the pages of the pool, and over identity providers. */
function providers(login: Login): HTMLElement {
  const place = h('div');
  return h(
    'div',
    { class: 'providers' },
    place,
    login.providers.map((provider) =>
      actionButton(`Sign in with ${provider.label}`, { place, run: () => login.signIn(provider) }),
    ),
  );
}

function select(name: string, label: string, options: readonly { value: string; label: string }[]): HTMLElement {
  const id = uniqueId(name);
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h(
      'select',
      { id, name },
      options.map((option) => h('option', { value: option.value }, option.label)),
    ),
  );
}

/** A hidden field asks for nothing and sends nothing. */
function show(element: HTMLElement, shown: boolean): void {
  element.hidden = !shown;
  for (const input of element.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select'))
    input.disabled = !shown;
}
