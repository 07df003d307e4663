// What the validators of an invoice and of a draft share.

import { issue, issueOf, judge, kind, near, reader } from './issue.js'
import { bytesOf, encoder, LENGTHS, MOST, wordsOf } from './page.js'
import { AMOUNT, ASCII, INVOICE, LISTS, MOST_CHARACTERS, UNUSUAL } from './tables.js'
import { rules } from './verdict.js'

const words = /* @__PURE__ */ wordsOf(rules)
const bytes = /* @__PURE__ */ bytesOf(rules)

/** As `list.includes(value)`, which engines do not compile into their callers. */
const isAmong = (list, value) => {
  for (let i = 0; i < list.length; i++) if (list[i] === value) return true
  return false
}

/** Whether the rule of texts in any language holds for sure. */
const isPlain = (text, max) => text !== '' && text.length <= max && text.charCodeAt(0) !== 32 && !UNUSUAL.test(text)

/** The members by their slots. */
const read = (input) => [
  input.shop_id, input.account_id, input.invoice_id, input.amount, input.language, input.description, input.expire_period,
  input.recipient_contact, input.recipient_contact_sms, input.currency, input.notifier_contact_sms, input.post_link,
  input.failure_post_link, input.back_link, input.failure_back_link,
]

/** Writes texts in ASCII into the page: their length, which is infinite if there is anything else in them. */
const send = (text) => (encoder.encodeInto(text, bytes).written === text.length ? text.length : Infinity)

/** Sends what must be ASCII and is not, or is too long: cut, with each such character as one that no rule accepts. */
const tame = (values) => {
  let text = ''
  for (let slot = 0; slot < 15; slot++) {
    if (!((ASCII >> slot) & 1) || typeof values[slot] !== 'string') continue
    const value = values[slot].slice(0, MOST).replace(/[^\0-\x7f]/gu, '\x7f')
    words[LENGTHS + slot] = value.length
    text += value
  }
  return send(text)
}

/** The issue of a bad member. */
const told = (key, slot, value, foreign) => {
  const type = slot === AMOUNT ? 'number' : 'string'
  return (
    typeof value !== type ? issue([key], 'not_' + type, { actual: kind(value) })
    : slot !== AMOUNT && (foreign || !((ASCII >> slot) & 1)) && !value.isWellFormed() ? issue([key], 'lone_surrogate')
    : !LISTS[slot] ? issueOf([key], words, slot, value)
    : value ? issue([key], 'not_in_list', { allowed: [...LISTS[slot]] })
    : issue([key], 'empty')
  )
}

/**
 * The validator of a payload that has the members from the slot `first` on; `required` is a mask of slots.
 *
 * An object is good if it has as many members as there are known ones, and none of these is bad. Its members are looked at
 * one by one only where that is not so, and by another function: engines compile a short one better.
 */
export const validator = (first, required) => {
  const names = INVOICE.split(' ').slice(first)
  const known = names.join(' ')

  /** In the order of the members; then what is missing. */
  const issuesOf = (own, keys, values, bad, foreign) => {
    const issues = []
    let missing = bad & required
    let place = -1
    for (const key of keys) {
      // most payloads have their members in the order of the table
      if (names[++place] !== key) place = names.indexOf(key)
      const slot = first + place
      if (place < 0) {
        if (own[key] !== undefined) issues.push(issue([key.toWellFormed()], 'unknown_field', near(rules, bytes, key, names, known)))
      } else if ((bad >> slot) & 1 && values[slot] !== undefined) {
        missing &= ~(1 << slot)
        issues.push(told(key, slot, values[slot], foreign))
      }
    }
    if (missing) names.forEach((name, i) => (missing >> (first + i)) & 1 && issues.push(issue([name], 'required')))
    return issues
  }

  const validate = (input, own) => {
    const values = read(own)
    const keys = Object.keys(own)
    for (let slot = 0; slot < first; slot++) values[slot] = undefined
    let bad = 0
    let absent = 0
    let text = ''
    for (let slot = 0; slot < 15; slot++) {
      const value = values[slot]
      const bit = 1 << slot
      if (typeof value !== 'string') {
        words[LENGTHS + slot] = 0
        if (value === undefined) {
          absent++
          bad |= required & bit
        } else if (slot !== AMOUNT) bad |= bit
      } else if (ASCII & bit) {
        words[LENGTHS + slot] = value.length
        text += value
      } else if (LISTS[slot]) {
        if (!isAmong(LISTS[slot], value) && (value || required & bit)) bad |= bit
      } else if (slot !== AMOUNT && !isPlain(value, MOST_CHARACTERS[slot])) bad |= value.isWellFormed() ? judge(rules, words, slot, value, MOST_CHARACTERS[slot], 1) : bit
    }
    const odd = keys.length + absent !== 15
    // the getter of an unknown member might validate something else in the same page: a copy has none
    if (odd && own === input) return validate(input, { ...input })
    let length = send(text)
    const foreign = length > MOST
    if (foreign) length = tame(values)
    const amount = values[AMOUNT]
    bad |= rules.v(typeof amount === 'number' ? amount : NaN, length, required & ASCII)
    if (!bad && !odd) return { ok: true, value: input }
    const issues = issuesOf(own, keys, values, bad, foreign)
    return issues.length ? { ok: false, issues } : { ok: true, value: input }
  }

  return reader((input) => {
    const type = kind(input)
    if (type !== 'object') return { ok: false, issues: [issue([], 'not_object', { actual: type })] }
    // what neither a literal nor a parser made might inherit a member, or tell another value the second time; this is the way
    // to ask that engines compile, and a member of its own of this name makes a copy too
    return validate(input, input.__proto__ === Object.prototype ? input : { ...input })
  })
}
