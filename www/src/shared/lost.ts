// What is said where the texts of a language could not be loaded.

import { h } from './dom.ts';

/** In all languages, since there is none yet. By a new load: a browser may keep that an import has failed. */
export const lost = (): HTMLElement => h('div', { class: 'card notice lost', role: 'alert' },
  h('p', { lang: 'kk' }, 'Бет толық жүктелмеді. Интернет байланысын тексеріп, қайталап көріңіз.'),
  h('p', { lang: 'ru' }, 'Страница загрузилась не полностью. Проверьте соединение и попробуйте ещё раз.'),
  h('p', { lang: 'en' }, 'The page did not load completely. Check your connection and try again.'),
  h('button', { type: 'button', class: 'button', onclick: () => location.reload() },
    h('span', { lang: 'kk' }, 'Қайталау'), '·', h('span', { lang: 'ru' }, 'Повторить'), '·', h('span', { lang: 'en' }, 'Try again')));

const SHOWN_MS = 10_000;

/** In the language that stays: over the page, where it moves nothing, and until `place` is filled anew. */
export function toast(place: HTMLElement, text: string): void {
  place.querySelector('.toast')?.remove();
  const element = h('p', { class: 'toast', role: 'alert' }, text);
  place.append(element);
  setTimeout(() => element.remove(), SHOWN_MS);
}
