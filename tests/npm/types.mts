// What the declarations promise: checked by tsc, never run.

import { draftSchema, invoiceSchema, message, parseForm, searchSchema, validateDraft, validateField, validateInvoice, type Answer, type Code, type Draft, type Invoice, type Issue, type Search, type Valid } from 'epay-invoice'
import { InvoiceBuilder, SearchBuilder } from 'epay-invoice/builder'
import { EpayClient, EpayError, type Page, type Record } from 'epay-invoice/client'
import { message as ru } from 'epay-invoice/ru'
import type { StandardSchemaV1 } from '@standard-schema/spec'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const is = <T extends true>() => undefined as unknown as T

// an answer is told apart by `ok`
const answer = validateInvoice({} as unknown)
is<Same<typeof answer, Answer<Invoice>>>()
if (answer.ok) {
  is<Same<typeof answer.value, Valid<Invoice>>>()
  const invoice: Invoice = answer.value
  void invoice
  // @ts-expect-error a good answer has no issues
  answer.issues.length
} else {
  is<Same<typeof answer.issues, readonly Issue[]>>()
  const code: Code = answer.issues[0]!.code
  // @ts-expect-error there is no such code
  code === 'not_a_code'
  const text: string = message(answer.issues[0]!, 'kk') + ru(answer.issues[0]!)
  void text
  // @ts-expect-error there is no such language
  message(answer.issues[0]!, 'de')
}

// optional members may be undefined, unknown and misspelt ones are errors
const draft: Draft = { invoice_id: '000001', amount: 1, description: 'x', recipient_contact: 'a@b.kz', recipient_contact_sms: '+77771234567', language: undefined }
// @ts-expect-error the Worker says the shop's part
const wrong: Draft = { ...draft, shop_id: 'x' }
// @ts-expect-error an amount is a number
const text: Draft = { ...draft, amount: '1' }
// @ts-expect-error the bank's languages are three
const language: Draft = { ...draft, language: 'ru' }
// @ts-expect-error the mandatory members of an invoice
const invoice: Invoice = draft
void [wrong, text, language, invoice]

// a schema is a Standard Schema of its own payload
const standard: StandardSchemaV1<Invoice, Valid<Invoice>> = invoiceSchema
is<Same<StandardSchemaV1.InferInput<typeof draftSchema>, Draft>>()
is<Same<StandardSchemaV1.InferOutput<typeof searchSchema>, Valid<Search>>>()
void standard

// a field is one of its schema's, and its value has its type
const amount = validateField(draftSchema, 'amount', 1)
if (amount.ok) is<Same<typeof amount.value, number>>()
// @ts-expect-error a draft has no such field
validateField(draftSchema, 'shop_id', 'x')
validateDraft(parseForm(new FormData()))

const built = new InvoiceBuilder().amount(1).currency('KZT').build()
if (built.ok) is<Same<typeof built.value, Valid<Invoice>>>()
// @ts-expect-error the one currency
new InvoiceBuilder().currency('USD')
// @ts-expect-error a field of the record
new SearchBuilder().eq('invoiceId', '1')

const client = new EpayClient({ url: 'https://pay.example.kz', token: async () => 'x' })
is<Same<ReturnType<typeof client.createInvoice>, Promise<Record>>>()
for await (const page of client.searchInvoices({} as Search)) is<Same<typeof page, Page>>()
// what no validator has passed cannot be taken for what one has
const charge = (valid: Valid<Draft>) => valid
if (amount.ok) {
  const judged = validateDraft(draft)
  if (judged.ok) charge(judged.value)
  // @ts-expect-error nobody has validated it
  charge(draft)
}

// a code tells its params
const told = (issue: Issue): number | string | undefined => {
  switch (issue.code) {
    case 'too_short':
      return issue.params.min + issue.params.actual
    case 'not_in_list':
      return issue.params.allowed.join()
    case 'not_string':
      return issue.params.actual.toUpperCase()
    case 'unknown_field':
      return issue.params.suggestion
    case 'required':
      // @ts-expect-error it has none
      return issue.params.min + 1
    default:
      return message(issue, 'ru')
  }
}
void told

new EpayError({ code: 'bank_timeout', status: 504, detail: 'It did not answer.' }, { cause: 1 })
// @ts-expect-error it is made of members
new EpayError('boom')

try {
  await client.waitForPayment('000001', { onChange: (record) => record.status === 'CHARGED', signal: AbortSignal.timeout(1) })
} catch (error) {
  if (error instanceof EpayError) is<Same<typeof error.issues, readonly Issue[]>>()
}
