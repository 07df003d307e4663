// One issue: what is wrong with one value.

import { encoder, MOST, UNITS } from './page.js'
import { FAULTS, params } from './tables.js'

export const issue = (path, code, params = {}) => ({ path, code, params })

/** The type of a value, as an issue names it. */
export const kind = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

/** How many characters (Unicode scalar values) a text has. */
const count = (text) => text.replace(/[^\0-\uffff]/gu, '.').length

/** The validator; what a getter or a proxy throws becomes a TypeError that says so. */
export const reader = (validate) => (input) => {
  try {
    return validate(input)
  } catch (cause) {
    throw new TypeError('the payload cannot be read', { cause })
  }
}

/** Whether the rule of texts in any language is broken; the slot tells how. */
export const judge = (rules, words, slot, text, max, filled) => {
  const length = Math.min(text.length, MOST)
  for (let i = 0; i < length; i++) words[UNITS + i] = text.charCodeAt(i)
  return rules.t(slot, length, max, filled)
}

/** The issue that the slot tells of; of a long text the rules have seen no more than the beginning. */
export const issueOf = (path, words, slot, value) => {
  const fault = words[slot * 2]
  const place = (fault & 255) - 9
  const more = value.length > MOST ? count(value) - count(value.slice(0, MOST)) : 0
  return { path, code: FAULTS[place], params: params(place, fault >>> 8, words[slot * 2 + 1], more) }
}

/** The params of an unknown name: the known one that it may have been meant to be. */
export const near = (rules, bytes, name, names, known = names.join(' ')) => {
  const suggestion = names[rules.n(encoder.encodeInto(`${name} ${known}  `, bytes).written - known.length - 3)]
  return suggestion ? { suggestion } : {}
}
