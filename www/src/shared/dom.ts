// Elements, made without markup: no text can become HTML, and Trusted Types have nothing to refuse.

export type Child = Node | string | false | null | undefined;
type Listener = (event: any) => void;
export type Props = Record<string, string | number | boolean | Listener | null | undefined>;

/** An element with attributes, listeners (`onclick`) and children; what is `false`, `null` or `undefined` is left out. */
export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child): child is Node | string => child !== false && child != null));
  return element;
}

/** An SVG element. */
export function svg(tag: string, props: Record<string, string | number>, ...children: Node[]): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(props)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** The element of the page's own HTML with this id. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element as T;
}

/** Removes the listeners and the element's content, and puts this in its place. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter((child): child is Node | string => child !== false && child != null));
}

/** A spinner, for eyes alone: beside it stands what is waited for. */
export const spinner = (): HTMLElement => h('span', { class: 'spinner', 'aria-hidden': 'true' });
