// One issue: what is wrong with one value.

import { encode } from './page.js'
import { CODES, TOO_LARGE } from './tables.js'
import { rules } from './verdict.js'

export const issue = (path, code, params = {}) => ({ path, code, params })

/** The type of a value, as an issue names it. */
export const kind = (value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)

/** How many characters (Unicode scalar values) a text has. */
const count = (text) => text.replace(/[^\0-\uffff]/gu, '.').length

/**
 * The issue that a fault tells; of a text the rules may have `seen` the beginning alone.
 */
export const issueOf = (path, low, high, text, seen) => {
  // a code, then the names of its params
  const names = CODES[(low & 255) - 1]
  const code = names[0]
  const params = {}
  for (let i = 1; i < names.length; i++) {
    const name = names[i]
    const number = i < 2 ? low >>> 8 : high >>> 0
    params[name] =
      name === 'character' ? 'U+' + number.toString(16).toUpperCase().padStart(4, '0')
      : code === 'too_large' ? TOO_LARGE
      : name === 'actual' && text !== seen ? number + count(text) - count(seen)
      : number
  }
  return { path, code, params }
}

/** The params of an unknown name: the known one that it may have been meant to be. */
export const near = (name, known) => {
  // the rules know of no name that long
  if (name.length > 64) return {}
  const names = known.join('')
  const length = encode(name + names) - names.length
  // each name ends where the next begins
  let end = length
  const suggestion = known.find((each) => rules.n(length, (end += each.length) - each.length, each.length))
  return suggestion ? { suggestion } : {}
}
