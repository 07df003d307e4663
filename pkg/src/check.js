// What the validators of an invoice and of a draft share.

import { issue, issueOf, kind, near, reader } from './issue.js'
import { bytesOf, encoder, LENGTHS, MOST, UNITS, wordsOf } from './page.js'
import { CURRENCY, LANGUAGE } from './tables.js'
import { rules } from './verdict.js'

/** The slot of the amount; below it are the texts that the rules read, above it those that must be in a list. */
const AMOUNT = 12
const words = /* @__PURE__ */ wordsOf(rules)
const bytes = /* @__PURE__ */ bytesOf(rules)

/** A member that a getter may have: what that judges meanwhile is not what this call has found. */
const unknown = (own, key) => {
  const found = words.slice(0, LENGTHS)
  const value = own[key]
  words.set(found)
  return value
}

/** As `list.includes(value)`, which engines do not compile into their callers. */
const isAmong = (list, value) => {
  for (let i = 0; i < list.length; i++) if (list[i] === value) return true
  return false
}

/**
 * The validator of a payload whose members have these names and slots; `required` is a mask of slots, and `read` gives an
 * object's members in the order of the slots.
 *
 * An object is good if it has as many members as there are known ones of the right type, and no rule is broken. Its members
 * are looked at one by one only where that is not so.
 */
export const validator = (names, slots, required, read) => reader((input) => {
  if (kind(input) !== 'object') return { ok: false, issues: [issue([], 'not_object', { actual: kind(input) })] }
  // what neither a literal nor a parser made might inherit a member, or tell another value the second time
  const own = Object.getPrototypeOf(input) === Object.prototype ? input : { ...input }
  const values = read(own)
  let others, odd, text, again
  do {
    others = odd = 0
    text = ''
    for (let slot = 0; slot < AMOUNT; slot++) {
      let value = values[slot]
      if (typeof value !== 'string') {
        others++
        value = ''
      }
      if (value.length > MOST) {
        value = value.slice(0, MOST)
        odd = 32768
      }
      if (slot > 9) for (let i = 0; i < value.length; i++) odd |= words[UNITS + (slot - 10) * MOST + i] = value.charCodeAt(i)
      // at the second time every character that is not ASCII is one that no rule accepts
      else text += value = again ? value.replace(/[^\0-\x7f]/gu, '\x7f') : value
      words[LENGTHS + slot] = value.length
    }
  } while (encoder.encodeInto(text, bytes).written !== text.length && (again = !again))
  let amount = values[AMOUNT]
  if (typeof amount !== 'number') {
    others++
    amount = NaN
  }
  // one that is missed must not be made up for by its having no member
  if (!isAmong(LANGUAGE, values[13])) others += 1 + ((required >> 13) & 1)
  if (!isAmong(CURRENCY, values[14])) others += 1 + ((required >> 14) & 1)
  for (const _ in own) others++
  // half a surrogate pair may be where a unit has its highest bit
  if (!rules.v(amount, text.length, required) && others === 15 && odd < 32768) return { ok: true, value: input }

  const issues = []
  let missing = required
  let place = -1
  for (const key of Object.keys(own)) {
    // most payloads have their members in the order of the table
    if (names[++place] !== key) place = names.indexOf(key)
    const slot = place < 0 ? 31 : slots[place]
    const value = slot > 14 ? unknown(own, key) : values[slot]
    if (value === undefined) continue
    missing &= ~(1 << slot)
    const type = slot === AMOUNT ? 'number' : 'string'
    if (slot > 14) issues.push(issue([key.toWellFormed()], 'unknown_field', near(rules, bytes, key, names)))
    else if (typeof value !== type) issues.push(issue([key], 'not_' + type, { actual: kind(value) }))
    else if (slot > AMOUNT ? isAmong(slot === 13 ? LANGUAGE : CURRENCY, value) : !words[slot * 2] && odd < 32768) continue
    else if (value === '' && !((required >> slot) & 1)) continue
    else if (slot !== AMOUNT && (again || odd > 32767 || slot > AMOUNT) && !value.isWellFormed()) issues.push(issue([key], 'lone_surrogate'))
    else if (slot < 13) {
      if (words[slot * 2]) issues.push(issueOf([key], words[slot * 2], words[slot * 2 + 1], value))
    } else issues.push(value ? issue([key], 'not_in_list', { allowed: [...(slot === 13 ? LANGUAGE : CURRENCY)] }) : issue([key], 'empty'))
  }
  for (let i = 0; missing && i < names.length; i++) if ((missing >> slots[i]) & 1) issues.push(issue([names[i]], 'required'))
  return issues.length ? { ok: false, issues } : { ok: true, value: input }
})
