// The npm build and the crate say the same of 100,000 payloads, issue by issue.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validateDraft, validateInvoice, validateSearch } from 'epay-invoice'
import { generate } from './generate.mjs'
import { judge } from './judge.mjs'

const COUNT = 100_000
const validators = { invoice: validateInvoice, draft: validateDraft, search: validateSearch }

test(`${COUNT} payloads`, () => {
  const payloads = Array.from({ length: COUNT }, (_, i) => generate(i))
  const answers = judge(payloads)
  let good = 0
  const codes = new Set()
  payloads.forEach(([schema, json], i) => {
    const answer = validators[schema](JSON.parse(json))
    const expected = JSON.parse(answers[i])
    assert.deepEqual(answer.ok ? [] : answer.issues, expected, `${schema} ${json.slice(0, 2000)}`)
    assert.equal(answer.ok, expected.length === 0)
    if (answer.ok) good++
    for (const { code } of expected) codes.add(code)
  })
  // so that the test cannot run dry: enough of both, and every code that a JavaScript value can have
  assert.ok(good > COUNT / 10 && good < (COUNT * 9) / 10, `${good} payloads are good`)
  assert.deepEqual([...codes].sort().join(' '), reachable)
})

// all but malformed_json and duplicate_field, which no parsed value shows; not_finite, which no JSON has; not_decimal
const reachable =
  'bidi_control control_character empty expire_period_format invoice_id_condition link_character link_credentials link_host ' +
  'link_not_absolute lone_surrogate no_percent not_array not_digits not_email not_in_list not_integer not_number not_object ' +
  'not_positive not_string not_uuid out_of_range phone_digits phone_prefix required too_few_values too_large too_long ' +
  'too_many_decimals too_many_values too_short unknown_field unknown_record_field'
