// The npm build and the crate say the same of 100,000 payloads, issue by issue, in Node and in Chromium.

import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { evaluate, host } from '../packaging/chromium.mjs'
import { answers, digest } from './answers.mjs'
import { generate } from './generate.mjs'
import { judge } from './judge.mjs'

const COUNT = 100_000
const CHUNK = 1000

// all but malformed_json and duplicate_field, which no parsed value shows; not_finite and not_decimal, which no JSON has
const REACHABLE =
  'bidi_control control_character empty expire_period_format invoice_id_condition link_character link_credentials link_host ' +
  'link_not_absolute lone_surrogate no_percent not_array not_digits not_email not_in_list not_integer not_number not_object ' +
  'not_positive not_string not_uuid out_of_range phone_digits phone_prefix required too_few_values too_large too_long ' +
  'too_many_decimals too_many_values too_short unknown_field unknown_record_field'

let expected
before(() => {
  expected = judge(Array.from({ length: COUNT }, (_, i) => generate(i)))
})

test(`${COUNT} payloads in Node`, () => {
  answers(0, COUNT).forEach((answer, i) => {
    if (answer !== expected[i]) assert.deepEqual(JSON.parse(answer), JSON.parse(expected[i]), generate(i).join(' ').slice(0, 2000))
  })
})

test('the payloads are good and bad, in every way there is', () => {
  const good = expected.filter((issues) => issues === '[]').length
  assert.ok(good > COUNT / 10 && good < (COUNT * 9) / 10, `${good} payloads are good`)
  const codes = new Set(expected.flatMap((issues) => JSON.parse(issues).map(({ code }) => code)))
  assert.equal([...codes].sort().join(' '), REACHABLE)
})

test(`${COUNT} payloads in Chromium`, async () => {
  const entry = `import { answers, digest } from './answers.mjs'
    globalThis.digests = Promise.all(Array.from({ length: ${COUNT / CHUNK} }, (_, i) => digest(answers(i * ${CHUNK}, ${CHUNK})))).then((all) => all.join())`
  const resolveDir = fileURLToPath(new URL('.', import.meta.url))
  const { outputFiles } = await build({ stdin: { contents: entry, resolveDir }, bundle: true, format: 'esm', write: false })
  const headers = { 'content-security-policy': "script-src 'self' 'wasm-unsafe-eval'" }
  const files = { '/': ['text/html', '<!doctype html><script type="module" src="/main.js"></script>'], '/main.js': ['text/javascript', outputFiles[0].text] }
  const site = await host((path) => files[path], headers)
  try {
    const digests = (await evaluate(site.url, 'globalThis.digests', 300_000)).split(',')
    for (const [i, found] of digests.entries())
      assert.equal(found, await digest(expected.slice(i * CHUNK, (i + 1) * CHUNK)), `payloads ${i * CHUNK} to ${(i + 1) * CHUNK}`)
    assert.equal(digests.length, COUNT / CHUNK)
  } finally {
    site.close()
  }
})
