// The page's language: chosen, else the browser's, else Russian, which most of the country's shops speak first.

import { h } from './dom.ts';

export type Language = 'kk' | 'ru' | 'en';

const KEY = 'epay.language';
/** Each language's own short and full name for itself. */
export const LANGUAGES: readonly [Language, string, string][] = [['kk', 'Қаз', 'Қазақша'], ['ru', 'Рус', 'Русский'], ['en', 'Eng', 'English']];

const known = (text: string | null | undefined): Language | undefined => LANGUAGES.find(([language]) => language === text)?.[0];

/** The language to begin with. */
export function firstLanguage(): Language {
  return known(remembered()) ?? navigator.languages.map((tag) => known(tag.slice(0, 2).toLowerCase())).find(Boolean) ?? 'ru';
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null; // a browser that keeps nothing
  }
}

/** The bank's name for a language. */
export const bankLanguage = (language: Language): 'kaz' | 'rus' | 'eng' => ({ kk: 'kaz', ru: 'rus', en: 'eng' } as const)[language];

/** Buttons for the languages; each is named in its own language. */
export function languageSwitch(label: string, current: Language, choose: (language: Language) => void): HTMLElement {
  return h('div', { class: 'languages', role: 'group', 'aria-label': label },
    ...LANGUAGES.map(([language, short, name]) => h('button', {
      type: 'button', lang: language, 'aria-pressed': String(language === current), title: name,
      onclick: () => {
        try {
          localStorage.setItem(KEY, language);
        } catch { /* then it holds for this page */ }
        choose(language);
      },
    }, short)));
}
