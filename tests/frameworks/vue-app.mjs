// The same app in Vue: `h` and `defineComponent` are those of the version under test.
import { createAuth, useAuth, useStep } from 'cognito-identity-wasm/vue';
import { h, ref } from 'vue';

/** An element whose handlers and attributes are written as either version wants them. */
export function makeRoot(pool, isTwo) {
  const element = (name, { id, click } = {}, children) =>
    isTwo
      ? h(name, { attrs: { id }, on: click ? { click } : {} }, children)
      : h(name, { id, ...(click && { onClick: click }) }, children);
  const value = (id) => document.getElementById(id).value;
  const Status = {
    setup() {
      const auth = useAuth();
      return () => {
        globalThis.drawn = (globalThis.drawn ?? 0) + 1;
        const { status, user } = auth.value;
        return element('p', { id: 'status' }, [`${status}${user ? ` ${user.username}` : ''}`]);
      };
    },
  };
  const Guard = {
    setup() {
      const auth = useAuth();
      const texts = { signedIn: 'members', loading: 'wait' };
      return () => element('p', { id: 'guard' }, [texts[auth.value.status] ?? 'strangers']);
    },
  };
  const Form = {
    setup() {
      const { busy, cancel, error, step, submit } = useStep();
      const signIn = () => submit(() => pool.signIn({ username: value('name'), password: value('password') }));
      const answer = () => submit(() => step.value.respond({ code: value('code') }));
      return () =>
        element('div', {}, [
          element('p', { id: 'step' }, [step.value?.status ?? 'none']),
          element('p', { id: 'busy' }, [String(busy.value)]),
          element('p', { id: 'error' }, [error.value?.code ?? 'none']),
          element('input', { id: 'name' }),
          element('input', { id: 'password' }),
          element('input', { id: 'code' }),
          element('button', { id: 'sign-in', click: signIn }, ['Sign in']),
          element('button', { id: 'answer', click: answer }, ['Answer']),
          element('button', { id: 'cancel', click: cancel }, ['Cancel']),
        ]);
    },
  };
  return {
    setup() {
      const isShown = ref(true);
      const toggle = () => {
        isShown.value = !isShown.value;
      };
      return () =>
        element('main', {}, [
          h(Status),
          h(Guard),
          isShown.value ? h(Form) : null,
          element('button', { id: 'unmount', click: toggle }, ['Unmount']),
        ]);
    },
  };
}

export { createAuth };
