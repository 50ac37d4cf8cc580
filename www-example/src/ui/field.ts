// A label, its input, a hint and a place for what is wrong with it.
import { type Child, h, uniqueId } from './dom.js';
import { icon } from './icons.js';

export interface FieldOptions {
  name: string;
  label: string;
  type?: 'text' | 'password' | 'email' | 'tel' | 'url';
  value?: string;
  hint?: Child;
  autocomplete?: string;
  required?: boolean;
  /** Whether the label says that the field is optional. Default: true. */
  mark?: boolean;
  placeholder?: string;
  readonly?: boolean;
  /** The place where the person will type first. */
  first?: boolean;
  /** Extra attributes of the input. */
  attributes?: Record<string, string>;
}

export function field(options: FieldOptions): HTMLElement {
  const id = uniqueId(options.name.replace(/\W/g, '-'));
  const input = h('input', {
    id,
    name: options.name,
    type: options.type ?? 'text',
    value: options.value,
    autocomplete: options.autocomplete ?? 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    required: options.required ?? true,
    placeholder: options.placeholder,
    readonly: options.readonly ?? false,
    'data-first': options.first ?? false,
    'aria-describedby': `${options.hint ? `${id}-hint ` : ''}${id}-error`,
    ...options.attributes,
  });
  return h(
    'div',
    { class: 'field' },
    h(
      'label',
      { for: id },
      options.label,
      options.required === false && options.mark !== false && h('span', { class: 'quiet' }, ' (optional)'),
    ),
    options.type === 'password' ? h('div', { class: 'with-button' }, input, reveal(input, options.label)) : input,
    options.hint && h('p', { class: 'hint', id: `${id}-hint` }, options.hint),
    h('p', { class: 'field-error', id: `${id}-error`, hidden: true }),
  );
}

/** A field for a code out of a message or an authenticator; the demo's panel can fill it. */
export function codeField(options: { label?: string; hint?: Child; name?: string } = {}): HTMLElement {
  return field({
    name: options.name ?? 'code',
    label: options.label ?? 'Code',
    hint: options.hint,
    autocomplete: 'one-time-code',
    first: true,
    attributes: { inputmode: 'numeric', 'data-code': '', class: 'code', maxlength: '12' },
  });
}

export interface Choice {
  value: string;
  label: string;
  hint?: string;
}

/** Radio buttons as cards: one of several. */
export function choices(options: {
  name: string;
  legend: string;
  choices: readonly Choice[];
  value?: string;
}): HTMLElement {
  return h(
    'fieldset',
    { class: 'choices' },
    h('legend', null, options.legend),
    options.choices.map((choice, index) => {
      const id = uniqueId(options.name);
      return h(
        'label',
        { class: 'choice', for: id },
        h('input', {
          id,
          type: 'radio',
          name: options.name,
          value: choice.value,
          required: true,
          checked: options.value === undefined ? index === 0 : choice.value === options.value,
          'data-first': index === 0,
        }),
        h('span', null, h('strong', null, choice.label), choice.hint && h('small', null, choice.hint)),
      );
    }),
  );
}

function reveal(input: HTMLInputElement, label: string): HTMLElement {
  const button = h(
    'button',
    { type: 'button', class: 'reveal', 'aria-pressed': 'false', 'aria-label': `Show: ${label}` },
    icon('eye'),
  );
  button.addEventListener('click', () => {
    const shown = input.type === 'text';
    input.type = shown ? 'password' : 'text';
    button.setAttribute('aria-pressed', String(!shown));
  });
  return button;
}
