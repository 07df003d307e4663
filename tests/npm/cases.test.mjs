// The table of cases that the crate's own tests use.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { draftSchema, invoiceSchema, searchSchema, validateDraft, validateField, validateInvoice, validateSearch } from 'epay-invoice'

const { payloads, cases } = JSON.parse(readFileSync(new URL('../data/cases.json', import.meta.url), 'utf8'))
const validators = { invoice: validateInvoice, draft: validateDraft, search: validateSearch }
const schemas = { invoice: invoiceSchema, draft: draftSchema, search: searchSchema }

test(`${cases.length} cases`, () => {
  assert.ok(cases.length > 500)
  for (const { name, schema, field, json, issues, text_only, input = text_only ? undefined : JSON.parse(json) } of cases) {
    // what a parser hides or refuses is asked of the readers of text alone
    if (text_only) continue
    const payload = field === undefined ? input : { ...payloads[schema], [field]: input }
    const answer = validators[schema](payload)
    assert.deepEqual(answer.ok ? [] : answer.issues, issues, name)
    if (field === undefined) continue
    const alone = validateField(schemas[schema], field, input)
    assert.deepEqual(alone.ok ? [] : alone.issues, issues, `${name}, by itself`)
  }
})
