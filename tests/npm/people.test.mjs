// What people type, and what they read.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftSchema, message, normalizeAmount, normalizePhone, parseForm, validateDraft, validateField } from 'epay-invoice'
import { draftSchema as russian, message as ru } from 'epay-invoice/ru'
import { generate } from './generate.mjs'
import { judge } from './judge.mjs'

test('phone numbers', () => {
  for (const [text, expected] of [
    ['8 (777) 123-45-67', '+77771234567'], ['+7 777 123 45 67', '+77771234567'], ['7771234567', '+77771234567'], ['77771234567', '+77771234567'],
    ['8-701-123-45-67', '+77011234567'], ['\u00a0+7\u00a0(701)\u20111234567', '+77011234567'], [' 123 ', '123'], ['+1 777 123 45 67', '+1 777 123 45 67'],
    ['\u202a+7 701 123 45 67\u202c', '+77011234567'], ['\u2068+7\u2060701\u200b1234567\u2069', '+77011234567'],
    ['', ''], ['8777123456', '8777123456'], ['877712345678', '877712345678'], ['+7777123456a', '+7777123456a'],
  ])
    assert.equal(normalizePhone(text), expected, text)
})

test('amounts', () => {
  for (const [text, expected] of [
    ['10 000,50 ₸', 10000.5], ['10\u00a0000,50\u00a0₸', 10000.5], ['10 000', 10000], ['1.500,5', 1500.5], ['1,500.50 KZT', 1500.5],
    ['1 234 567.89', 1234567.89], ['0,01', 0.01], ['500 тг.', 500], ['500 теңге', 500], ['-5', -5], ['−5', -5], ['1500', 1500], ["1'500", 1500], ['33.3', 33.3],
    ['', NaN], ['abc', NaN], ['1,2,3', NaN], ['1.2345', NaN], ['12,3456', NaN], ['1e3', NaN], ['.5', NaN], ['5.', NaN], ['0x10', NaN], ['1,50,000', NaN],
    // what might mean one thing or the other is neither
    ['1.500', NaN], ['1,500', NaN], ['-12.345', NaN], ['₸ 1.500', NaN], ['0.500', NaN], ['0,125', NaN], ['1,234.567', NaN], ['1.234,567', NaN], ['1 000.000', NaN], ['10 тг 50', NaN], ['10₸20', NaN], ['100 20', NaN], ['01 000', NaN],
    ['₸ 1 000', 1000], ['KZT -5', -5], ['1.000.000', 1e6], ['1.000,000', NaN], ['1 000\n', 1000], ['₸', NaN], ['1\u00a0000\u202f000', 1e6], ['1 234\u00a0567,5', 1234567.5],
    ['\u202a1000\u202c', 1000], ['10 000 тенге.', 10000], ['500 KZT.', 500], ['1.500 000', NaN],
  ])
    assert.equal(normalizeAmount(text), expected, text)
})

test('forms', () => {
  const form = new FormData()
  for (const [name, value] of [
    ['invoice_id', ' 000001 '], ['amount', '10 000,50'], ['description', ' Шот №1 '], ['recipient_contact', 'a@b.kz'], ['recipient_contact_sms', '8 777 123 45 67'],
    ['post_link', ''], ['csrf', 'x'],
  ])
    form.append(name, value)
  const draft = parseForm(form)
  assert.deepEqual(draft, { invoice_id: '000001', amount: 10000.5, description: 'Шот №1', recipient_contact: 'a@b.kz', recipient_contact_sms: '+77771234567' })
  assert.equal(validateDraft(draft).ok, true)
  form.append('invoice_id', '000002')
  form.append('back_link', new File(['x'], 'x.txt'))
  assert.deepEqual(validateDraft(parseForm(form)).issues, [
    { path: ['invoice_id'], code: 'not_string', params: { actual: 'array' } },
    { path: ['back_link'], code: 'not_string', params: { actual: 'object' } },
  ])
})

test('one field', () => {
  assert.deepEqual(validateField(draftSchema, 'recipient_contact_sms', '87771234567').issues, [{ path: ['recipient_contact_sms'], code: 'phone_prefix', params: {} }])
  assert.deepEqual(validateField(draftSchema, 'post_link', ''), { ok: true, value: '' })
  assert.deepEqual(validateField(draftSchema, 'amount', undefined).issues, [{ path: ['amount'], code: 'required', params: {} }])
  assert.deepEqual(validateField(draftSchema, 'shop_id', 'x').issues, [{ path: ['shop_id'], code: 'unknown_field', params: {} }])
})

test('messages are those of the crate, in each language', () => {
  const codes = new Set()
  for (const line of judge(Array.from({ length: 3000 }, (_, i) => generate(i)), 'messages')) {
    const [locale, issue, text] = JSON.parse(line)
    codes.add(locale + issue.code)
    assert.equal(message(issue, locale), text)
    if (locale === 'ru') assert.equal(ru(issue), text)
  }
  assert.ok(codes.size > 90, `${codes.size} texts are met`)
})

test('Standard Schema, as a form library calls it', async () => {
  const result = await russian['~standard'].validate({ invoice_id: '1' })
  assert.deepEqual(result.issues[0], { path: ['invoice_id'], code: 'too_short', params: { min: 6, actual: 1 }, message: 'Введите не меньше 6 символов (сейчас 1).' })
  assert.equal(result.issues.length, 5)
})
