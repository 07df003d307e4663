// Values that no honest caller gives: an answer or a TypeError, never a crash, a hang or a broken module.

import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { runInNewContext } from 'node:vm'
import { draftSchema, message, normalizeAmount, normalizePhone, parseForm, validateDraft, validateField, validateInvoice, validateSearch } from 'epay-invoice'
import { atTheEndOfTheStack } from './end.mjs'

const good = () => ({
  shop_id: '04f25a4b-d2bd-4dd8-b3a7-9390be4774c4', account_id: '0003413423', invoice_id: '200220241201', amount: 100, language: 'rus',
  description: 'Шот № 1', expire_period: '2d', recipient_contact: 'buyer@example.kz', recipient_contact_sms: '+77771234567', currency: 'KZT',
})
const told = (answer) => (answer.ok ? [] : answer.issues.map(({ path, code }) => `${path.join('.')} ${code}`))

afterEach(() => {
  // whatever came before, the module still works
  assert.deepEqual(told(validateInvoice(good())), [])
  assert.deepEqual(told(validateInvoice({ ...good(), amount: 0 })), ['amount not_positive'])
})

test('roots that are no object', () => {
  for (const [root, actual] of [
    [undefined, 'undefined'], [null, 'null'], [0, 'number'], [NaN, 'number'], ['x', 'string'], [true, 'boolean'], [1n, 'bigint'],
    [Symbol('x'), 'symbol'], [() => {}, 'function'], [[], 'array'], [[good()], 'array'],
  ])
    for (const validate of [validateInvoice, validateDraft, validateSearch])
      assert.deepEqual(validate(root).issues, [{ path: [], code: 'not_object', params: { actual } }])
})

test('members of the wrong type', () => {
  const cyclic = {}
  cyclic.self = cyclic
  for (const [value, actual] of [
    [null, 'null'], [1n, 'bigint'], [Symbol('x'), 'symbol'], [() => {}, 'function'], [new Date(), 'object'], [new String('x'), 'object'],
    [/x/, 'object'], [new (class {})(), 'object'], [['x'], 'array'], [cyclic, 'object'], [new Proxy({}, {}), 'object'], [false, 'boolean'],
    [{ toString: () => 'rus' }, 'object'], [{ [Symbol.toPrimitive]: () => assert.fail('converted') }, 'object'],
  ])
    for (const [name, code] of [['description', 'not_string'], ['language', 'not_string'], ['post_link', 'not_string'], ['amount', 'not_number']])
      assert.deepEqual(validateInvoice({ ...good(), [name]: value }).issues, [{ path: [name], code, params: { actual } }])
})

test('numbers that JSON does not have', () => {
  for (const amount of [NaN, Infinity, -Infinity]) assert.deepEqual(told(validateInvoice({ ...good(), amount })), ['amount not_finite'])
  assert.deepEqual(told(validateInvoice({ ...good(), amount: -0 })), ['amount not_positive'])
  const search = (skip) => ({ paging: { skip, limit: 1 }, searchParameters: [{ name: 'invoice_id', method: 'like', searchParameter: ['%'] }] })
  assert.deepEqual(told(validateSearch(search(NaN))), ['paging.skip not_integer'])
  assert.deepEqual(told(validateSearch(search(Infinity))), ['paging.skip out_of_range'])
  assert.deepEqual(told(validateSearch(search(-0))), [])
})

test('undefined members are absent', () => {
  assert.deepEqual(told(validateInvoice({ ...good(), post_link: undefined, x: undefined })), [])
  assert.deepEqual(told(validateInvoice({ ...good(), amount: undefined })), ['amount required'])
})

test('__proto__ and other names of Object.prototype', () => {
  const own = JSON.parse(`{"__proto__": {"amount": 1}, "constructor": 1, "toString": 2, "hasOwnProperty": 3}`)
  assert.deepEqual(told(validateInvoice(Object.assign(JSON.parse('{"__proto__":1}'), good(), own))).length, 4)
  assert.deepEqual(told(validateInvoice(own)).slice(0, 4), ['__proto__ unknown_field', 'constructor unknown_field', 'toString unknown_field', 'hasOwnProperty unknown_field'])
  assert.equal({}.amount, undefined)
})

test('what is inherited does not count', () => {
  assert.equal(told(validateInvoice(Object.create(good()))).length, 10)
  const { amount, ...rest } = good()
  assert.deepEqual(told(validateInvoice(Object.assign(Object.create({ amount }), rest, { x: 1 }))), ['x unknown_field', 'amount required'])
  class Order {
    constructor() {
      Object.assign(this, rest)
    }
    get amount() {
      return 100
    }
  }
  assert.deepEqual(told(validateInvoice(new Order())), ['amount required'])
})

test('objects without a prototype, of a class, of another realm', () => {
  assert.deepEqual(told(validateInvoice(Object.assign(Object.create(null), good()))), [])
  assert.deepEqual(told(validateInvoice(Object.assign(new (class Order {})(), good()))), [])
  assert.deepEqual(told(validateInvoice(runInNewContext(`(${JSON.stringify(good())})`))), [])
  assert.deepEqual(told(validateInvoice(Object.freeze(good()))), [])
  assert.equal(told(validateInvoice(new Date())).length, 10)
  assert.equal(told(validateInvoice(new Map(Object.entries(good())))).length, 10)
})

test('members that are not enumerable or whose name is a symbol do not count', () => {
  const hidden = Object.defineProperty(good(), 'x', { value: 1 })
  hidden[Symbol('x')] = 1
  assert.deepEqual(told(validateInvoice(hidden)), [])
})

test('a getter or trap that throws is a TypeError with its cause', () => {
  const thrown = new RangeError('mine')
  const throws = () => {
    throw thrown
  }
  const clear = (error) => error instanceof TypeError && error.message === 'the payload cannot be read' && error.cause === thrown
  const getter = Object.defineProperty(good(), 'amount', { get: throws, enumerable: true })
  const enumerable = { ownKeys: () => ['amount'], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }
  for (const input of [getter, new Proxy({}, { ownKeys: throws }), new Proxy({}, { get: throws, ...enumerable })])
    for (const validate of [validateInvoice, validateDraft, validateSearch]) assert.throws(() => validate(input), clear)
  assert.throws(() => validateInvoice(new Proxy(good(), { getPrototypeOf: throws })), clear)
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  for (const validate of [validateInvoice, validateDraft, validateSearch]) assert.throws(() => validate(proxy), TypeError)
})

test('proxies and getters that answer', () => {
  assert.deepEqual(told(validateInvoice(new Proxy(good(), {}))), [])
  assert.deepEqual(told(validateInvoice({ ...good(), get post_link() { return 'https://a.kz' } })), [])
  let reads = 0
  const fickle = { ...good(), get invoice_id() { return reads++ % 2 ? 7 : '12' } }
  assert.equal(validateInvoice(fickle).ok, false)
})

test('a getter or a proxy that validates meanwhile', () => {
  const broken = [{}, { invoice_id: '12' }, { description: 'x'.repeat(200) }, { description: '\u2028' }, { amount: 0, account_id: '\n', post_link: 'ж' }, { x: 1, language: 'x' }]
  const inputs = broken.map((members) => ({ ...good(), ...members }))
  const verdict = (value) => JSON.stringify(validateInvoice(value).issues ?? 'good')
  const expected = inputs.map(verdict)
  for (const other of [good(), { ...good(), description: '\u202e', amount: -1 }])
    inputs.forEach((input, i) => {
      for (const trap of ['ownKeys', 'get', 'getOwnPropertyDescriptor', 'getPrototypeOf', 'has'])
        assert.equal(verdict(new Proxy(input, { [trap]: (...args) => (validateInvoice(other), Reflect[trap](...args)) })), expected[i], trap)
      for (const name of ['y', ...Object.keys(input)]) {
        const value = input[name]
        const getter = Object.defineProperty({ y: undefined, ...input }, name, { enumerable: true, get: () => void validateInvoice(other) ?? value })
        assert.equal(verdict(getter), expected[i], name)
      }
    })
  const search = { paging: { skip: -1, limit: 1, skp: 1 }, searchParameters: [{ name: 'invoiceId', method: '=', searchParameter: ['x'.repeat(300)] }] }
  const deep = (value) => (Object(value) === value ? new Proxy(value, { get: (target, name) => (validateSearch(search), deep(target[name])) }) : value)
  assert.deepEqual(validateSearch(deep(search)).issues, validateSearch(search).issues)
  const nested = { get x() { return void validateInvoice(good()) }, ...good(), invoice_id: '12', amount: -1 }
  assert.deepEqual(told(validateInvoice(nested)), ['invoice_id too_short', 'amount not_positive'])
  const unknown = { ...good(), get x() { return validateInvoice({ ...good(), amount: 0 }).ok } }
  assert.deepEqual(told(validateInvoice(unknown)), ['x unknown_field'])
})

test('the end of the stack, in the middle of a call', () => {
  // the names that are nearly right, too, are looked for by the module
  const invoice = { ...good(), invoice_id: '1', ammount: 1 }
  const search = { pagin: 1, searchParameters: [{ name: 'invoiceId', method: '=', searchParameter: [''] }] }
  const [expected, expectedOfSearch] = [validateInvoice(invoice), validateSearch(search)]
  assert.deepEqual([expected, expectedOfSearch].map(({ issues }) => issues.flatMap(({ params }) => params.suggestion ?? [])), [['amount'], ['paging', 'invoice_id']])
  for (const validate of [validateInvoice, validateDraft]) atTheEndOfTheStack(() => validate(invoice))
  atTheEndOfTheStack(() => validateSearch(search))
  assert.deepEqual(validateInvoice(invoice), expected)
  assert.deepEqual(validateSearch(search), expectedOfSearch)
})

test('texts of 10 MB', () => {
  const long = 'a'.repeat(10_000_000)
  const issuesOf = (name, value) => validateInvoice({ ...good(), [name]: value }).issues
  assert.deepEqual(issuesOf('invoice_id', long)[0].params, { max: 15, actual: 10_000_000 })
  assert.deepEqual(issuesOf('description', '😀'.repeat(5_000_000))[0].params, { max: 125, actual: 5_000_000 })
  assert.deepEqual(issuesOf('account_id', 'ж'.repeat(5_000_000))[0].params, { max: 255, actual: 5_000_000 })
  assert.deepEqual(issuesOf('post_link', `https://a.kz/${long}`)[0].params, { max: 2048, actual: 10_000_013 })
  assert.deepEqual(issuesOf('recipient_contact_sms', `+7${long}`)[0].params, { expected: 10, actual: 10_000_000 })
  assert.deepEqual(issuesOf('recipient_contact', long + '😀')[0].params, { max: 254, actual: 10_000_001 })
  assert.equal(issuesOf('shop_id', long)[0].code, 'not_uuid')
  assert.equal(issuesOf('expire_period', `1${'0'.repeat(10_000_000)}d`)[0].code, 'expire_period_format')
  assert.equal(issuesOf('description', long + '\ud800')[0].code, 'lone_surrogate')
  assert.equal(issuesOf('language', long)[0].code, 'not_in_list')
  assert.deepEqual(validateInvoice({ ...good(), [long]: 1 }).issues[0].params, {})
  const every = Object.fromEntries(Object.keys(good()).map((name) => [name, long]))
  assert.equal(validateInvoice(every).issues.length, 10)
})

test('a hundred thousand members', () => {
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`x${i}`, i]))
  assert.equal(validateInvoice(many).issues.length, 100_010)
})

test('deep and sparse searches', () => {
  let deep = []
  for (let i = 0; i < 100_000; i++) deep = [deep]
  const conditions = [{ name: 'invoice_id', method: 'in', searchParameter: deep }]
  assert.deepEqual(told(validateSearch({ paging: { skip: 0, limit: 1 }, searchParameters: conditions })), ['searchParameters.0.searchParameter.0 not_string'])
  assert.deepEqual(validateSearch({ paging: { skip: 0, limit: 1 }, searchParameters: [,] }).issues[0].params, { actual: 'undefined' })
})

test('the functions for people', () => {
  assert.throws(() => message({ code: 'x', params: {} }, 'ru'), TypeError)
  assert.throws(() => message({ code: 'empty', params: {} }, 'de'), TypeError)
  assert.throws(() => message({ code: 'empty', params: {} }, '__proto__'), TypeError)
  assert.equal(validateField(draftSchema, '__proto__', 1).issues[0].code, 'unknown_field')
  assert.deepEqual(Object.keys(parseForm(new Map([['__proto__', 'x'], ['amount', '1']]))), ['amount'])
  assert.equal(normalizePhone('1'.repeat(1_000_000)).length, 1_000_000)
  assert.ok(Number.isNaN(normalizeAmount('1.'.repeat(100_000))))
})
