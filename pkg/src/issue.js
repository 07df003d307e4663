// One issue: what is wrong with one value.

import { encoder, MOST } from './page.js'
import { FAULTS, PARAMS } from './tables.js'

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

/** The issue that the two words of a fault tell; of a long text the rules have seen no more than the beginning. */
export const issueOf = (path, low, high, value) => {
  const place = (low & 255) - 9
  const more = value.length > MOST ? count(value) - count(value.slice(0, MOST)) : 0
  return { path, code: FAULTS[place], params: PARAMS[place]?.(low >>> 8, high, more) ?? {} }
}

/** The params of an unknown name: the known one that it may have been meant to be. */
export const near = (rules, bytes, name, known) => {
  // the rules know of no name that long
  if (name.length > 64) return {}
  const names = known.join('')
  const length = encoder.encodeInto(name + names, bytes).written - names.length
  // each name ends where the next begins
  let end = length
  const suggestion = known.find((each) => rules.n(length, (end += each.length) - each.length, each.length))
  return suggestion ? { suggestion } : {}
}
