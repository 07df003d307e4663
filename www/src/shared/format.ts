// Money and moments for people. Every space within an amount is one that does not break.
//
// Browsers are built without Kazakh more often than not: what they lack is written here.

import type { Language } from './language.ts';

/** Kazakh groups and divides numbers as Russian does. */
const TAGS = { kk: 'ru-KZ', ru: 'ru-KZ', en: 'en-KZ' } as const;

const KAZAKH_MONTHS = [
  'қаңтар', 'ақпан', 'наурыз', 'сәуір', 'мамыр', 'маусым', 'шілде', 'тамыз', 'қыркүйек', 'қазан', 'қараша', 'желтоқсан',
];

const NBSP = '\u00a0';

/** `4 990,50 ₸`; whole tenge without tiyn, unless they stand in a column. Thousands are grouped from 1 000, also where a language would spare four digits. */
export function money(amount: number, language: Language, inColumn = false): string {
  const digits = Number.isInteger(amount) && !inColumn ? 0 : 2;
  const text = new Intl.NumberFormat(TAGS[language], {
    minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: 'always',
  } as unknown as Intl.NumberFormatOptions).format(amount);
  return `${text.replace(/\s/g, NBSP)}${NBSP}₸`;
}

export const count = (number: number, language: Language): string => new Intl.NumberFormat(TAGS[language]).format(number);

const two = (number: number): string => String(number).padStart(2, '0');

/** `24 ноября, 14:05`, in the reader's own time. */
export function moment(time: string | number, language: Language): string {
  const date = new Date(time);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const day = language === 'kk'
    ? `${date.getDate()}${NBSP}${KAZAKH_MONTHS[date.getMonth()]}`
    : new Intl.DateTimeFormat(TAGS[language], { day: 'numeric', month: 'long' }).format(date).replace(/\s/g, NBSP);
  return `${day}, ${clock}`;
}

/** `24.11.2026 14:05`: short, and read alike in all three languages. */
export function shortly(time: string | number): string {
  const date = new Date(time);
  return `${two(date.getDate())}.${two(date.getMonth() + 1)}.${date.getFullYear()}${NBSP}${two(date.getHours())}:${two(date.getMinutes())}`;
}
