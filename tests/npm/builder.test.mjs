// The crate's builders, from JavaScript.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { validateInvoice, validateSearch } from 'epay-invoice'
import { InvoiceBuilder, SearchBuilder } from 'epay-invoice/builder'

const whole = () =>
  new InvoiceBuilder()
    .shop_id('04F25A4B-d2bd-4dd8-b3a7-9390be4774c4')
    .account_id('0003413423')
    .invoice_id('000000001')
    .amount(10_000.5)
    .language('rus')
    .description('Шот №1')
    .expire_period('2d')
    .recipient_contact('buyer@example.kz')
    .recipient_contact_sms('+77771234567')
    .currency('KZT')

test('builds a payload that the validator takes', () => {
  const { ok, value } = whole().back_link('https://a.kz').post_link('').failure_post_link(undefined).build()
  assert.equal(ok, true)
  assert.deepEqual(value, {
    shop_id: '04f25a4b-d2bd-4dd8-b3a7-9390be4774c4', account_id: '0003413423', invoice_id: '000000001', amount: 10000.5, language: 'rus', description: 'Шот №1',
    expire_period: '2d', recipient_contact: 'buyer@example.kz', recipient_contact_sms: '+77771234567', currency: 'KZT', back_link: 'https://a.kz',
  })
  assert.equal(Object.getPrototypeOf(value), Object.prototype)
  assert.equal(validateInvoice(value).ok, true)
})

test('fails with every issue', () => {
  const { issues } = new InvoiceBuilder().amount('1').invoice_id('12').currency(null).description('\ud800').expire_period('0d').expire_period('1d').build()
  assert.deepEqual(
    issues.map(({ path, code, params }) => [path[0], code, params]),
    [
      ['amount', 'not_number', { actual: 'string' }], ['invoice_id', 'too_short', { min: 6, actual: 2 }], ['currency', 'not_string', { actual: 'null' }],
      ['description', 'lone_surrogate', {}], ['shop_id', 'required', {}], ['account_id', 'required', {}], ['language', 'required', {}],
      ['recipient_contact', 'required', {}], ['recipient_contact_sms', 'required', {}],
    ],
  )
})

test('says of each kind of value what the validator says', () => {
  for (const value of ['', 'x', ' ', '\u202e', 'a'.repeat(3000), 1, NaN, true, null, [], {}, '+77771234567', 'https://a.kz'])
    for (const field of ['description', 'invoice_id', 'amount', 'language', 'recipient_contact', 'post_link', 'notifier_contact_sms']) {
      const built = whole()[field](value).build()
      const validated = validateInvoice({ ...whole().build().value, [field]: value })
      assert.deepEqual(built.issues, validated.issues, `${field}: ${String(value).slice(0, 20)}`)
    }
})

test('builds a search that the validator takes', () => {
  const { value } = new SearchBuilder().like('invoice_id', '2024%').between('amount', '1', '9').anyOf('status', ['ACTIVE', 'CHARGED']).eq('currency', 'KZT').page(20, 10).orderBy('id', 'ASC').build()
  assert.equal(validateSearch(value).ok, true)
  assert.deepEqual(value.paging, { skip: 20, limit: 10 })
  assert.deepEqual(value.searchParameters[2], { name: 'status', method: 'in', searchParameter: ['ACTIVE', 'CHARGED'] })
})

test('a search fails with every issue', () => {
  const { issues } = new SearchBuilder().eq('invoiceId', 'x').anyOf('status', []).page(-1, 0).build()
  assert.deepEqual(
    issues.map(({ path, code }) => `${path.join('.')} ${code}`),
    ['searchParameters.0.name unknown_record_field', 'searchParameters.1.searchParameter too_few_values', 'paging.skip out_of_range', 'paging.limit out_of_range', 'searchParameters invoice_id_condition'],
  )
})

test('an argument of another type is a TypeError that names the setter', () => {
  assert.throws(() => new SearchBuilder().eq('invoice_id', 1).build(), /^TypeError: eq takes a string as its argument 2$/)
  assert.throws(() => new SearchBuilder().page('0', 1).build(), /^TypeError: page takes a whole number as its argument 1$/)
  assert.equal(whole().build().ok, true)
})
