// A form that checks itself, shows that it works, and says kindly what went wrong.
import { type Child, h } from './dom.js';
import { problem } from './notice.js';

export type Values = Readonly<Record<string, string>>;

export interface FormOptions {
  /** The word on the button. */
  submit: string;
  fields: Child[];
  /** Beside the button. */
  aside?: Child;
  quietButton?: boolean;
  danger?: boolean;
  /** Rejects to have the error shown. `signal` fires when the form leaves the page. */
  onSubmit(values: Values, signal: AbortSignal): Promise<void>;
  /** What to offer beside an error. */
  onProblem?(error: unknown): Child;
}

export function form(options: FormOptions): HTMLFormElement {
  const place = h('div', { class: 'problem-place' });
  const button = h(
    'button',
    { type: 'submit', class: `button${options.quietButton ? ' quiet-button' : ''}${options.danger ? ' danger' : ''}` },
    options.submit,
  );
  const element = h(
    'form',
    { novalidate: true },
    place,
    options.fields,
    h('div', { class: 'actions' }, button, options.aside),
  );
  let busy = false;

  element.addEventListener('input', (event) => clear(event.target));
  element.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy || !check(element)) return;
    busy = true;
    place.replaceChildren();
    button.setAttribute('aria-disabled', 'true');
    element.setAttribute('aria-busy', 'true');
    const leaving = new AbortController();
    const gone = () => leaving.abort();
    addEventListener('hashchange', gone, { once: true });
    try {
      await options.onSubmit(valuesOf(element), leaving.signal);
    } catch (error) {
      if (!leaving.signal.aborted) {
        const shown = problem(error, options.onProblem?.(error));
        place.replaceChildren(shown);
        shown.focus();
      }
    } finally {
      removeEventListener('hashchange', gone);
      busy = false;
      button.removeAttribute('aria-disabled');
      element.removeAttribute('aria-busy');
    }
  });
  return element;
}

function valuesOf(element: HTMLFormElement): Values {
  const values: Record<string, string> = {};
  for (const [name, value] of new FormData(element)) {
    // People paste codes with spaces around and within; in a password a space counts.
    const input = element.elements.namedItem(name);
    const exact = input instanceof HTMLInputElement && input.autocomplete.includes('password');
    const text = String(value);
    values[name] = exact
      ? text
      : input instanceof HTMLInputElement && 'code' in input.dataset
        ? text.replace(/\s/g, '')
        : text.trim();
  }
  return values;
}

/** Marks what is missing, and puts the cursor there. */
function check(element: HTMLFormElement): boolean {
  let first: HTMLInputElement | undefined;
  for (const input of element.elements) {
    if (!(input instanceof HTMLInputElement) || input.type === 'radio' || input.checkValidity()) continue;
    const error = document.getElementById(`${input.id}-error`);
    if (error) {
      error.textContent = input.validity.valueMissing ? 'Please fill this in.' : input.validationMessage;
      error.hidden = false;
    }
    input.setAttribute('aria-invalid', 'true');
    first ??= input;
  }
  first?.focus();
  return first === undefined;
}

function clear(target: EventTarget | null): void {
  if (!(target instanceof HTMLInputElement)) return;
  target.removeAttribute('aria-invalid');
  const error = document.getElementById(`${target.id}-error`);
  if (error) error.hidden = true;
}

/** A button that does one thing and shows its error at `place`. */
export function actionButton(
  label: Child,
  options: { class?: string; place?: HTMLElement; label?: string; run(): Promise<void> },
): HTMLButtonElement {
  const button = h(
    'button',
    { type: 'button', class: options.class ?? 'button quiet-button', 'aria-label': options.label },
    label,
  );
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-disabled')) return;
    button.setAttribute('aria-disabled', 'true');
    options.place?.replaceChildren();
    try {
      await options.run();
    } catch (error) {
      const shown = problem(error);
      options.place?.replaceChildren(shown);
      shown.focus();
    } finally {
      button.removeAttribute('aria-disabled');
    }
  });
  return button;
}
