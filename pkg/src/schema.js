// What the validators of an invoice and of a draft share.

import { issues, issuesOfJudged } from './issues.js'
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

/** As `list.includes(value)`, which engines do not compile into their callers. */
export const isAmong = (list, value) => {
  for (let i = 0; i < list.length; i++) if (list[i] === value) return true
  return false
}

export const isOptional = (value) => value === undefined || isText(value)

/** What a validator gives: `judged` is 0 where the rules have found nothing wrong, and undefined where they were not asked. */
export const answer = (input, schema, judged) => {
  if (judged === 0) return { ok: true, value: input }
  let found = judged ? issuesOfJudged(input, schema.slotOf) : []
  // a proxy may tell another tale the second time
  if (!found.length) found = issues(input, schema)
  return found.length ? { ok: false, issues: found } : { ok: true, value: input }
}
