// What is wrong with a payload, where something is: the slow way, which looks at each member by itself.

import { issue, issueOf, kind, near } from './issue.js'
import { bytes, slots, write } from './page.js'
import { CURRENCY, LANGUAGE } from './tables.js'
import { rules } from './verdict.js'

/** The slot of the amount; below it are the texts that the rules read, above it those that must be in a list. */
export const AMOUNT = 12

/** What the rules see of a text: more than any may have, and so little that all fit into the page. */
export const see = (text, most) => (text.length > most ? text.slice(0, most).toWellFormed() : text)

const MOST = 4100
const MOST_UNITS = 1024

/**
 * Gives the rules the texts of each slot, in the slow way: a unit that is not ASCII becomes a byte that no rule accepts, so
 * that lengths and positions stay those of the text.
 */
const judge = (values) => {
  let at = 0
  for (let slot = 0; slot < AMOUNT; slot++) {
    let text = values[slot]
    slots[slot * 4] = -1
    if (typeof text !== 'string') continue
    text = see(text, slot < 10 ? MOST : MOST_UNITS)
    slots[slot * 4] = text.length
    if (slot > 9) write(text, slot > 10 ? MOST_UNITS : 0)
    else
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i)
        bytes[at++] = unit < 128 ? unit : (unit & 0xfc00) === 0xdc00 ? 128 : 255
      }
  }
  const amount = values[AMOUNT]
  rules.v(typeof amount === 'number' ? amount : 1)
}

/** The issues where all members are known, of the right type and not empty, and the slots hold the verdicts on them. */
export const issuesOfJudged = (input, slotOf) => {
  const found = []
  for (const key of Object.keys(input)) {
    const at = slotOf.get(key) * 4
    const low = slots[at + 2]
    if (low) found.push(issueOf([key], low, slots[at + 3]))
  }
  return found
}

/** Every issue, in the order of the payload's members; then the members that are missing. */
export const issues = (input, { required, optional, known, slotOf }) => {
  if (kind(input) !== 'object') return [issue([], 'not_object', { actual: kind(input) })]
  const found = []
  const members = []
  const texts = []
  for (const key of Object.keys(input)) {
    const value = input[key]
    if (value === undefined) continue
    const slot = slotOf.get(key)
    members.push([key, value, slot])
    if (slot !== undefined) texts[slot] = value
  }
  judge(texts)
  for (const [key, value, slot] of members) {
    const type = slot === AMOUNT ? 'number' : 'string'
    const at = slot * 4
    if (slot === undefined) found.push(issue([key.toWellFormed()], 'unknown_field', near(key, known)))
    else if (typeof value !== type) found.push(issue([key], 'not_' + type, { actual: kind(value) }))
    else if (value === '' && optional.includes(key)) continue
    else if (slot !== AMOUNT && !value.isWellFormed()) found.push(issue([key], 'lone_surrogate'))
    else if (slot > AMOUNT) {
      const allowed = slot === AMOUNT + 1 ? LANGUAGE : CURRENCY
      if (!value) found.push(issue([key], 'empty'))
      else if (!allowed.includes(value)) found.push(issue([key], 'not_in_list', { allowed: [...allowed] }))
    } else if (slots[at + 2])
      found.push(issueOf([key], slots[at + 2], slots[at + 3], value, slot === AMOUNT ? value : see(value, slot < 10 ? MOST : MOST_UNITS)))
  }
  for (const name of required) if (texts[slotOf.get(name)] === undefined) found.push(issue([name], 'required'))
  return found
}
