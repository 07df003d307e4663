// The issues of the generated payloads, as JSON: in Node and in a browser alike.

import { validateDraft, validateInvoice, validateSearch } from 'epay-invoice'
import { generate } from './generate.mjs'

const validators = { invoice: validateInvoice, draft: validateDraft, search: validateSearch }

/** @returns {string[]} of `count` payloads, from the given one on */
export const answers = (from, count) =>
  Array.from({ length: count }, (_, i) => {
    const [schema, json] = generate(from + i)
    const answer = validators[schema](JSON.parse(json))
    if (answer.ok === 'issues' in answer) throw new Error(`neither good nor bad: ${JSON.stringify(answer)}`)
    return JSON.stringify(answer.ok ? [] : answer.issues)
  })

/** SHA-256 of the lines. */
export const digest = async (lines) => {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(lines.join('\n'))))
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
