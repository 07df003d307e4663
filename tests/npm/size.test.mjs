// Who imports one function pays for one function.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const bytes = async (contents) => {
  const resolveDir = fileURLToPath(new URL('.', import.meta.url))
  const { outputFiles } = await build({ stdin: { contents, resolveDir }, bundle: true, minify: true, format: 'esm', write: false })
  return gzipSync(outputFiles[0].contents, { level: 9 }).length
}

test('sizes of what is imported', async () => {
  const invoice = await bytes("export { validateInvoice } from 'epay-invoice'")
  assert.ok(invoice <= 3870, `validateInvoice: ${invoice} bytes`)
  for (const locale of ['kk', 'ru', 'en']) {
    const told = await bytes(`export { validateInvoice } from 'epay-invoice'; export { message } from 'epay-invoice/${locale}'`)
    assert.ok(told - invoice <= 2048, `messages in ${locale} add ${told - invoice} bytes`)
  }
  const phone = await bytes("export { normalizePhone } from 'epay-invoice'")
  assert.ok(phone <= 250, `normalizePhone: ${phone} bytes`)
})
