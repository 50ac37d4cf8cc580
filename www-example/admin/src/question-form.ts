// Draws a question as a plain form: what the apps do with React and Vue.

import { qrPath } from '../../shared/qr.js';
import { type Field, type Question, valuesOf } from '../../shared/question.js';
import { type Child, h, s, uniqueId } from '../../src/ui/dom.js';
import { choices, codeField, field } from '../../src/ui/field.js';
import { form } from '../../src/ui/form.js';

export function questionForm<Result>(
  question: Question<Result>,
  done: (result: Result) => void,
  aside?: Child,
): HTMLElement {
  const element: HTMLFormElement = form({
    submit: question.submit,
    danger: question.danger ?? false,
    aside,
    fields: [
      question.lead && h('p', { class: 'lead' }, question.lead),
      question.facts && facts(question.facts),
      question.secret && qrCode(question.secret.uri),
      question.fields.map(draw),
    ],
    onSubmit: async () => done(await question.answer(valuesOf(element, question.fields))),
  });
  return element;
}

function draw(asked: Field): HTMLElement {
  if (asked.choices) return choices({ name: asked.name, legend: asked.label, choices: asked.choices });
  if (asked.options) return select(asked);
  if (asked.code) return codeField({ name: asked.name, label: asked.label });
  const { name, label, type = 'text', autocomplete = 'off', value = '', optional = false, hint } = asked;
  return field({ name, label, type, autocomplete, value, required: !optional, mark: false, hint });
}

export function select({ name, label, value, options = [] }: Field): HTMLElement {
  const id = uniqueId(name);
  const entries = options.map((one) => h('option', { value: one.value, selected: one.value === value }, one.label));
  return h('div', { class: 'field' }, h('label', { for: id }, label), h('select', { id, name }, entries));
}

export function facts(shown: Readonly<Record<string, Child>>): HTMLElement {
  return h(
    'dl',
    { class: 'facts' },
    Object.entries(shown).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', null, value))),
  );
}

function qrCode(uri: string): HTMLElement {
  const { size, path } = qrPath(uri);
  const label = 'QR code for your authenticator';
  return h(
    'div',
    { class: 'enrol' },
    h(
      'div',
      { class: 'qr' },
      s(
        'svg',
        { viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' },
        s('rect', { width: size, height: size, fill: '#fff' }),
        s('path', { d: path, fill: '#000' }),
      ),
    ),
  );
}
