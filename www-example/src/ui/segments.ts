// Radio buttons in one row: a setting with a few values.
import { h, uniqueId } from './dom.js';

export function segments(options: {
  name: string;
  legend: string;
  value: string;
  choices: readonly { value: string; label: string }[];
}): HTMLElement {
  return h(
    'fieldset',
    { class: 'segments' },
    h('legend', null, options.legend),
    h(
      'div',
      { class: 'segment-row' },
      options.choices.map(({ value, label }) => {
        const id = uniqueId(options.name);
        return h(
          'div',
          null,
          h('input', { id, type: 'radio', name: options.name, value, checked: value === options.value }),
          h('label', { for: id }, label),
        );
      }),
    ),
  );
}
