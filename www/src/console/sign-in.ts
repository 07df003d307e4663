// The way in: a key, which is asked after at the Worker and kept in memory alone.

import { fill, h, spinner } from '../shared/dom.ts';
import { Api, type ApiError } from './api.ts';
import type { Pack } from './app.ts';
import { explain } from './problem.ts';

/** What a header can carry, of which keys are made. */
const VISIBLE_ASCII = /^[!-~]+$/;

/** `enter` is given the key, and what keeps the Worker from being ready, if anything does. */
export function signIn({ texts }: Pack, enter: (key: string, trouble: string | undefined) => void): HTMLElement {
  const error = h('p', { class: 'field-error', id: 'key-error', 'aria-live': 'assertive' });
  const input = h('input', { id: 'key', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'key-error key-hint' });
  const button = h('button', { type: 'submit', class: 'button main' }, texts.enter);
  let busy = false;

  async function submit(event: Event) {
    event.preventDefault();
    if (busy) return;
    const key = input.value.trim();
    if (!key) return refuse(texts.keyEmpty);
    if (!VISIBLE_ASCII.test(key)) return refuse(texts.keyWrong);
    busy = true;
    error.textContent = '';
    input.removeAttribute('aria-invalid');
    button.setAttribute('aria-disabled', 'true');
    fill(button, spinner(), texts.checking);
    try {
      await new Api(key).ready();
      return enter(key, undefined);
    } catch (failure) {
      const { status, detail } = failure as ApiError;
      if (status === 401) refuse(texts.keyWrong);
      else if (status === 403) refuse(texts.keyScope);
      else if (status === 0 || status === 429) refuse(explain(failure, texts));
      else return enter(key, detail);
    } finally {
      busy = false;
      button.removeAttribute('aria-disabled');
      fill(button, texts.enter);
    }
  }

  function refuse(text: string) {
    error.textContent = text;
    input.setAttribute('aria-invalid', 'true');
    input.focus();
  }

  return h('form', { class: 'card sign-in', novalidate: true, onsubmit: submit },
    h('h1', { tabindex: -1 }, texts.signIn),
    h('div', { class: 'field' }, h('label', { for: 'key' }, texts.key), input, error, h('p', { class: 'field-hint', id: 'key-hint' }, texts.keyHint)),
    button);
}
