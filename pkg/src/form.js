// What people type, as the rules want it.

import { DRAFT_FIRST, INVOICE } from './tables.js'

/** What people put between digits: white space, of which there are many kinds in copied numbers, brackets and signs. */
const BETWEEN = /[\s()./\u2010-\u2015-]/gu

/** Marks that nobody sees: address books put those of the writing's direction around numbers. */
const UNSEEN = /\p{Cf}/gu

export const normalizePhone = (text) => {
  const digits = text.replace(UNSEEN, '').replace(BETWEEN, '')
  const [, number] = /^(?:\+?7|8|)(7\d{9})$/.exec(digits) ?? /^(?:\+?7|8)(\d{10})$/.exec(digits) ?? []
  return number ? '+7' + number : text.trim()
}

export const normalizeAmount = (text) => {
  const seen = text.replace(UNSEEN, '').replace(/\s+/gu, ' ').trim()
  const plain = seen.replace(/^(?:₸|kzt)/iu, '').replace(/(?:₸|kzt|тенге|теңге|тг)\.?$/iu, '').trim()
  // a sign before three digits, the same one each time, is between thousands; one before one or two at the end, a fraction's;
  // a single point or comma before the last three might be either
  const number = /^(?![-−]? ?\d{1,3}[.,]\d{3}$)([-−]?) ?(\d+|[1-9]\d{0,2}([ '’.,])\d{3}(?:\3\d{3})*)(?:[.,](\d{1,2}))?$/u
  const [, sign, whole, , fraction = '0'] = number.exec(plain) ?? []
  return whole === undefined ? NaN : Number((sign && '-') + whole.replace(/\D/g, '') + '.' + fraction)
}

export const parseForm = (form) => {
  const names = INVOICE.split(' ').slice(DRAFT_FIRST)
  const draft = {}
  for (const [name, entry] of form.entries()) {
    const text = typeof entry === 'string' ? entry.trim() : entry
    if (!names.includes(name) || text === '') continue
    const value =
      typeof text !== 'string' ? text
      : name === 'amount' ? normalizeAmount(text)
      : name.endsWith('_sms') ? normalizePhone(text)
      : text
    // a name given twice is no text, and the validator says so
    draft[name] = Object.hasOwn(draft, name) ? [draft[name], value].flat() : value
  }
  return draft
}
