// A labelled input that says what is wrong with it: from when it is left, and from then on at each key.

import { h } from './dom.ts';
import { applyMask } from './mask.ts';

export interface FieldOptions {
  name: string;
  label: string;
  /** What helps before anything is wrong. */
  hint?: string;
  value?: string;
  attributes?: Record<string, string | number | boolean>;
  mask?: (text: string) => string;
  /** The text of what is wrong with the input's text; nothing where it is right. */
  check: (text: string) => string | undefined;
  onInput?: (text: string) => void;
}

export interface Field {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  /** Shows what is wrong, if anything is, and gives whether all is well. */
  validate(): boolean;
  /** Shows what another has found. */
  refuse(text: string): void;
}

export function field({ name, label, hint, value = '', attributes = {}, mask, check, onInput }: FieldOptions): Field {
  const id = `field-${name}`;
  const error = h('p', { class: 'field-error', id: `${id}-error`, 'aria-live': 'polite' });
  const help = hint ? h('p', { class: 'field-hint', id: `${id}-hint` }, hint) : undefined;
  const input = h('input', {
    id, name, value, type: 'text', ...attributes,
    'aria-describedby': [`${id}-error`, help && `${id}-hint`].filter(Boolean).join(' '),
  });
  const element = h('div', { class: 'field' }, h('label', { for: id }, label), input, error, help);
  let told = false;

  function show(text: string | undefined): boolean {
    const wrong = text !== undefined;
    if (error.textContent !== (text ?? '')) error.textContent = text ?? '';
    if (wrong) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
    element.classList.toggle('wrong', wrong);
    element.classList.toggle('right', !wrong && input.value !== '');
    return !wrong;
  }

  const validate = () => {
    told = true;
    return show(check(input.value));
  };
  input.addEventListener('input', () => {
    if (mask) applyMask(input, mask);
    onInput?.(input.value);
    if (told) validate();
    else element.classList.toggle('right', input.value !== '' && check(input.value) === undefined);
  });
  input.addEventListener('blur', () => {
    // to walk through an empty form is no mistake yet
    if (input.value !== '') validate();
  });
  if (value) element.classList.toggle('right', check(value) === undefined);
  return { element, input, validate, refuse: (text) => { told = true; show(text); } };
}
