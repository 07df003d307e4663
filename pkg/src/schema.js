// What the validators of an invoice and of a draft share.

import { issues } from './issues.js'
import { SLOTS } from './tables.js'

/** The names of a payload's members, and the slot of each in the page. */
export const schema = ([required, optional]) => {
  const known = [...required, ...optional]
  return { required, optional, known, slotOf: new Map(known.map((name) => [name, SLOTS.indexOf(name)])) }
}

/** An object as a literal or a parser makes it; what is inherited by any other might not be its own. */
export const isPlain = (input) =>
  typeof input === 'object' && input !== null && Object.getPrototypeOf(input) === Object.prototype

export const isText = (value) => typeof value === 'string' && value !== ''

export const isOptional = (value) => value === undefined || isText(value)

/** What a validator gives: `judged` is 0 where the rules have found nothing wrong. */
export const answer = (input, schema, judged) => {
  if (judged === 0) return { ok: true, value: input }
  const found = issues(input, schema, judged)
  return found.length ? { ok: false, issues: found } : { ok: true, value: input }
}
