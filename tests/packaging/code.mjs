// What each project runs: it writes PASS where the package does what it should.

const good = {
  shop_id: '04f25a4b-d2bd-4dd8-b3a7-9390be4774c4', account_id: '0003413423', invoice_id: '000000001', amount: 10000.5, language: 'rus',
  description: 'Шот №1', expire_period: '2d', recipient_contact: 'buyer@example.kz', recipient_contact_sms: '+77771234567', currency: 'KZT',
}

/** The body of a module that has imported the names below. */
export const check = `
const good = ${JSON.stringify(good)}
const bad = validateInvoice({ ...good, invoice_id: '12345', ammount: 1 })
// what breaks a call off, in every place that modules come from
const revoked = Proxy.revocable({}, {})
revoked.revoke()
const brokenOff = () => {
  try {
    return new InvoiceBuilder().description(revoked.proxy).build()
  } catch (error) {
    return error.message
  }
}
const verdict = [
  validateInvoice(good).ok,
  bad.ok === false && bad.issues.length === 2,
  bad.issues[0].code === 'too_short' && bad.issues[1].params.suggestion === 'amount',
  message(bad.issues[0], 'ru') === 'Введите не меньше 6 символов (сейчас 5).',
  invoiceSchema['~standard'].validate(good).value === good,
  new InvoiceBuilder().amount(1).build().issues.length === 9,
  brokenOff() === 'the payload cannot be built',
  new InvoiceBuilder().amount(1).build().issues.length === 9,
  typeof new EpayClient({ url: 'https://a.kz', token: 'x' }).waitForPayment === 'function',
  validateDraft(parseForm(new Map([['invoice_id', ' 000001 ']]))).issues.length === 4,
].every(Boolean) ? 'PASS' : 'FAIL ' + JSON.stringify(bad)
`
export const names = '{ validateInvoice, validateDraft, message, invoiceSchema, parseForm }'
/** What is imported beside them. */
export const others = { 'epay-invoice/builder': '{ InvoiceBuilder }', 'epay-invoice/client': '{ EpayClient }' }
const imports = Object.entries({ 'epay-invoice': names, ...others }).map(([from, what]) => `import ${what} from '${from}'\n`)
export const esm = `${imports.join('')}${check}\n`
