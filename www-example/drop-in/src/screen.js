// One form at a time, out of plain elements.
const main = document.querySelector('main');
let forms = 0;

function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A page with a title and whatever follows. */
export function show(title, ...content) {
  const heading = element('h1', { tabIndex: -1 }, title);
  main.replaceChildren(element('section', { className: 'card page' }, heading, ...content));
  document.title = `${title} · amazon-cognito-identity-js sample`;
  heading.focus({ preventScroll: true });
}

/** A form of `[name, label, type, autocomplete, optional]`; `onSubmit` gets the values and a function that shows a failure. */
export function form({ fields, submit, lead }, onSubmit) {
  forms += 1;
  const problem = element('p', { className: 'problem', tabIndex: -1, hidden: true });
  problem.setAttribute('role', 'alert');
  const button = element('button', { className: 'button' }, submit);
  const rows = fields.map(([name, label, type = 'text', autocomplete = 'off', optional = false]) => {
    const id = `${name.replace(/\W/g, '-')}-${forms}`;
    const input = element('input', { id, name, type, autocomplete, required: !optional });
    input.autocapitalize = 'none';
    input.spellcheck = false;
    return element('div', { className: 'field' }, element('label', { htmlFor: id }, label), input);
  });
  const made = element('form', {}, ...rows, problem, element('div', { className: 'actions' }, button));
  const failed = (error) => {
    made.removeAttribute('aria-busy');
    problem.hidden = false;
    problem.textContent = error.message || String(error);
    problem.focus();
  };
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    // The answer is on its way: a second click sends nothing.
    if (made.hasAttribute('aria-busy')) return;
    made.setAttribute('aria-busy', 'true');
    problem.hidden = true;
    onSubmit(Object.fromEntries(new FormData(made)), failed);
  });
  return lead ? element('div', { className: 'stack' }, element('p', { className: 'lead' }, lead), made) : made;
}

export function button(label, onClick) {
  const made = element('button', { type: 'button', className: 'button quiet-button' }, label);
  made.addEventListener('click', onClick);
  return made;
}

export function link(label, onClick) {
  const made = element('button', { type: 'button', className: 'link' }, label);
  made.addEventListener('click', onClick);
  return made;
}

export const foot = (...children) => element('p', { className: 'foot' }, ...children);
export const actions = (...children) => element('div', { className: 'actions' }, ...children);

export function note(text) {
  const made = element('p', { className: 'note' }, text);
  made.setAttribute('role', 'status');
  return made;
}

export const section = (title, ...children) =>
  element('section', { className: 'stack' }, element('h2', {}, title), ...children);

export function facts(entries) {
  const rows = Object.entries(entries).map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value)),
  );
  return element('dl', { className: 'facts' }, ...rows);
}
