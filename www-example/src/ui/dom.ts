// Elements from data. Text only ever becomes text nodes, so nothing that a service or a person wrote can become markup.

export type Child = Node | string | number | null | undefined | false | readonly Child[];

/** Attributes by their HTML names; `true` is a bare attribute, `false` and `undefined` none; `on` holds listeners. */
export interface Props {
  on?: { [Name in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[Name]) => void };
  [attribute: string]: string | number | boolean | undefined | object;
}

export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props?: Props | null,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name === 'on') {
      for (const [type, listener] of Object.entries(value as Record<string, EventListener>)) {
        element.addEventListener(type, listener);
      }
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (typeof value === 'string' || typeof value === 'number') {
      element.setAttribute(name, String(value));
    }
  }
  add(element, children);
  return element;
}

/** The same for SVG, which lives in a namespace of its own. */
export function s(tag: string, attributes: Record<string, string | number>, ...children: Child[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  add(element, children);
  return element;
}

function add(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) add(parent, child);
    else if (child instanceof Node) parent.append(child);
    else if (typeof child === 'string' || typeof child === 'number') parent.append(String(child));
  }
}

let made = 0;

/** An id that no other element of the page has. */
export function uniqueId(stem: string): string {
  made += 1;
  return `${stem}-${made}`;
}
