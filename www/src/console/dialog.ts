// A dialog of the browser's own: it holds the focus and gives it back, and Escape closes it.

import { h } from '../shared/dom.ts';

export function openDialog(className: string, title: HTMLElement, close: string, ...content: Node[]): HTMLDialogElement {
  title.id = `dialog-${crypto.randomUUID()}`;
  const dialog = h('dialog', { class: className, 'aria-labelledby': title.id, onclose: () => dialog.remove(), onclick: (event: Event) => {
    // beside its content, on the backdrop
    if (event.target === dialog) dialog.close();
  } }, h('div', { class: 'dialog-body' },
    h('div', { class: 'dialog-head' }, title, h('button', { type: 'button', class: 'button small', 'aria-label': close, title: close, onclick: () => dialog.close() }, '×')),
    ...content));
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
