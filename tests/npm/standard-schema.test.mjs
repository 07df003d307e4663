// The schemas at work in libraries that take any Standard Schema.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standardSchemaResolver } from '@hookform/resolvers/standard-schema'
import { sValidator } from '@hono/standard-validator'
import { FormApi } from '@tanstack/form-core'
import { draftSchema, normalizeAmount, normalizePhone } from 'epay-invoice'
import { draftSchema as inKazakh } from 'epay-invoice/kk'
import { Hono } from 'hono'
import { createFormControl } from 'react-hook-form'

const draft = { invoice_id: '000001', amount: 100, description: 'Шот', recipient_contact: 'a@b.kz', recipient_contact_sms: '+77771234567' }

test("Hono's validator", async () => {
  const app = new Hono().post('/', sValidator('json', draftSchema), (context) => context.json(context.req.valid('json')))
  const post = (body) => app.request('/', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
  assert.deepEqual(await (await post(draft)).json(), draft)
  const refused = await post({ ...draft, amount: 0 })
  assert.equal(refused.status, 400)
  assert.equal((await refused.json()).error[0].message, 'Enter an amount greater than zero.')
})

test("React Hook Form's resolver", async () => {
  const resolve = standardSchemaResolver(inKazakh)
  const options = { fields: {}, shouldUseNativeValidation: false }
  assert.deepEqual((await resolve(draft, undefined, options)).values, draft)
  const { errors } = await resolve({ ...draft, recipient_contact_sms: '87771234567' }, undefined, options)
  assert.equal(errors.recipient_contact_sms.message, 'Нөмірді +7-ден бастаңыз, мысалы: +77000000000.')
})

test('React Hook Form with inputs that people type into, as the README registers them', async () => {
  const submit = async (amount) => {
    const { register, handleSubmit } = createFormControl({ resolver: standardSchemaResolver(draftSchema) })
    const typed = { ...draft, amount, recipient_contact_sms: '8 (777) 123-45-67' }
    const options = { amount: { setValueAs: normalizeAmount }, recipient_contact_sms: { setValueAs: normalizePhone } }
    // an input, as far as the library looks at it
    for (const [name, value] of Object.entries(typed)) register(name, options[name]).ref({ name, type: 'text', value })
    let result
    await handleSubmit((value) => (result = value), (errors) => (result = Object.keys(errors)))()
    return result
  }
  assert.deepEqual(await submit('10 000,50 ₸'), { ...draft, amount: 10000.5 })
  assert.deepEqual(await submit('ten'), ['amount'])
})

test('TanStack Form', async () => {
  const submit = async (defaultValues) => {
    const submitted = []
    const form = new FormApi({ defaultValues, validators: { onSubmit: inKazakh }, onSubmit: ({ value }) => submitted.push(value) })
    form.mount()
    await form.handleSubmit()
    return [submitted, form.state.errorMap.onSubmit]
  }
  assert.deepEqual(await submit(draft), [[draft], undefined])
  const [submitted, errors] = await submit({ ...draft, amount: 0, recipient_contact_sms: '87771234567' })
  assert.deepEqual(submitted, [])
  assert.deepEqual(Object.keys(errors), ['amount', 'recipient_contact_sms'])
  assert.equal(errors.recipient_contact_sms[0].message, 'Нөмірді +7-ден бастаңыз, мысалы: +77000000000.')
})
