// Payloads by the hundred thousand: good ones, and good ones that were broken. The same seed gives the same payloads in
// Node and in a browser.

import { random } from '../random.mjs'

/** Whole numbers below `limit`. */
export const chance = (seed) => {
  const unit = random(seed)
  return (limit) => Math.floor(unit() * limit)
}

const invoice = {
  shop_id: ['04f25a4b-d2bd-4dd8-b3a7-9390be4774c4', '04F25A4B-D2BD-4DD8-B3A7-9390BE4774C4'],
  account_id: ['0003413423', 'дүкен №1', '1', 'a'.repeat(255)],
  invoice_id: ['000001', '200220241201', '123456789012345'],
  amount: [1, 0.01, 10000.5, 999999999999.99, 33.33, 1e11],
  language: ['kaz', 'rus', 'eng'],
  description: ['Оплата заказа №1123', 'Order', 'ә'.repeat(125), '😀'.repeat(125), '  x  '],
  expire_period: ['1d', '2d', '999d'],
  recipient_contact: ['buyer@example.kz', 'a@b.kz', "o'neil+x@mail.example.com"],
  recipient_contact_sms: ['+77771234567'],
  currency: ['KZT'],
  notifier_contact_sms: ['+77771234568', ''],
  post_link: ['https://shop.example.kz/epay/post', 'http://127.0.0.1:8787/x', ''],
  failure_post_link: ['https://shop.example.kz:8443/a?b=c#d', 'HTTP://LOCALHOST'],
  back_link: ['http://[::1]:8787/', 'https://[1:2:3:4:5:6:1.2.3.4]/', 'https://xn--80ak6aa92e.kz/%D1%88'],
  failure_back_link: ['https://a.kz?x=%20', 'https://256.example.kz/'],
}
const required = ['shop_id', 'account_id', 'invoice_id', 'amount', 'language', 'description', 'expire_period', 'recipient_contact', 'recipient_contact_sms', 'currency']
const draft = ['invoice_id', 'amount', 'description', 'recipient_contact', 'recipient_contact_sms']
const record = ['id', 'invoice_id', 'amount', 'created_date', 'status', 'recipient_contact']

const odd = [
  null, true, false, 0, -0, 1, -1, 0.1 + 0.2, 1.005, 1e12, 1e300, 5e-324, 2147483647, 2147483648, 20.5, '', ' ', '\u00a0\u3000', [], {}, [1], { a: 1 },
  '\ud800', 'x\udc00', 'a\ud83d', '\u202e', 'a\u2066b', '\0', 'a\nb', '\u007f', '\u0085', '\u2028', '\ufeff', '\ufffd', 'é', '😀', 'x'.repeat(300),
  'ж'.repeat(126), '1'.repeat(16), '1'.repeat(5000), 'ф'.repeat(2049), '😀'.repeat(2200), '\ud800'.repeat(1025), '😀'.repeat(512) + '\ud83d', 'x' + '😀'.repeat(3000),
  '87771234567', '+7777123456', '+777712345678', '+7 7771234567', '0d', '1000d', '01d', 'd', '9999999999d', '1000000000d', '1D', 'a@b', 'a@b..kz', '@b.kz', 'a@-b.kz',
  'https//mail.ru', 'ftp://a.kz', 'https://u:p@a.kz', 'https://', 'https://a.kz:0', 'https://a.kz:65536', 'https://a.kz/ b', 'https://a.kz/#a#b', 'https://a.kz/%zz',
  'https://[::g]/', 'https://[1::2::3]', 'https://1.1.1', 'https://01.1.1.1', 'KZ', 'kzt', 'RUS', '=', 'like', 'between', 'in', 'ASC', 'desc', 'invoiceId', 'invoice_id', '%',
]
const units = ['a', 'Z', '0', '9', '-', '.', '_', '@', ':', '/', '#', '?', '%', '+', ' ', '[', ']', '\\', '~', '\u0000', '\u007f', '\u0080', '\u00ff', 'ж', '\u202a', '\u2029', '\ud83d', '\ude00', '😀', '\uffff', 'd', '7', 'é']
const names = ['ammount', 'invoiceId', 'Amount', 'post-link', 'postlink', 'shop_id', 'account_id', 'coupon', '', '__proto__', 'constructor', 'toString', '0', '17', 'invocie_id', 'descripton', 'İ', 'шот', 'a'.repeat(65), 'lone\ud800', 'pagng', 'serchParameters', 'skipp', 'Limit', 'typeorder', 'sms', '_', '-_-']

/** One of the odd values, its own copy. */
const oddity = (any) => structuredClone(odd[any(odd.length)])

/** Breaks a text: a unit put in, taken out, changed, two swapped, or a piece doubled. */
const breakText = (text, any) => {
  const at = any(text.length + 1)
  const unit = units[any(units.length)]
  switch (any(6)) {
    case 0:
      return text.slice(0, at) + unit + text.slice(at)
    case 1:
      return text.slice(0, at) + text.slice(at + 1)
    case 2:
      return text.slice(0, at) + unit + text.slice(at + 1)
    case 3:
      return text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2)
    case 4:
      return text.slice(0, at) + text.slice(any(at + 1), at) + text.slice(at)
    default:
      return text.slice(0, at)
  }
}

const breakValue = (value, any) =>
  typeof value === 'string' && any(3) ? breakText(value, any)
  : typeof value === 'number' && any(2) ? value * [10, 100, 0.1, 0.01, -1, 3, 1 + Number.EPSILON][any(7)]
  : oddity(any)

/** The members in another order, with the entry put at a place among them. */
const put = (object, name, value, any) => {
  const entries = Object.entries(object).filter(([key]) => key !== name)
  entries.splice(any(entries.length + 1), 0, [name, value])
  return Object.fromEntries(entries)
}

const payload = (of, any) => {
  let result = {}
  for (const name of Object.keys(invoice)) {
    if (of === 'draft' && (name === 'shop_id' || name === 'account_id')) continue
    const needed = of === 'draft' ? draft : required
    if (needed.includes(name) || any(2)) result[name] = invoice[name][any(invoice[name].length)]
  }
  for (let broken = any(5); broken > 0; broken--) {
    const keys = Object.keys(result)
    const key = keys[any(keys.length)]
    switch (any(5)) {
      case 0:
        delete result[key]
        break
      case 1:
        result = put(result, names[any(names.length)], oddity(any), any)
        break
      case 2:
        result = put(result, key ?? 'x', result[key], any)
        break
      default:
        result[key] = breakValue(result[key], any)
    }
    if (keys.length === 0) break
  }
  return any(200) ? result : oddity(any)
}

const search = (any) => {
  const condition = () => {
    const method = ['=', 'between', 'like', 'in'][any(4)]
    const count = method === 'between' ? 2 : method === 'in' ? 1 + any(3) : 1
    return { name: any(2) ? 'invoice_id' : record[any(record.length)], method, searchParameter: Array.from({ length: count }, () => ['%', '200220241201', 'a%', 'шот%'][any(4)]) }
  }
  const result = { paging: { skip: any(100), limit: 1 + any(100) }, searchParameters: Array.from({ length: 1 + any(3) }, condition) }
  if (any(2)) result.orderParameters = { field: record[any(record.length)], typeOrder: any(2) ? 'ASC' : 'DESC' }
  for (let broken = any(4); broken > 0; broken--) {
    // down to some object or list, and there one member is broken
    let place = result
    for (;;) {
      const inner = Object.values(place).filter((value) => typeof value === 'object' && value !== null)
      if (!inner.length || !any(3)) break
      place = inner[any(inner.length)]
    }
    const keys = Object.keys(place)
    const key = keys[any(keys.length)]
    if (Array.isArray(place)) {
      if (any(3)) place[any(place.length + 1)] = any(2) ? oddity(any) : condition()
      else place.pop()
    } else if (any(4) === 0) delete place[key]
    else if (any(4) === 0) Object.defineProperty(place, names[any(names.length)], { value: oddity(any), enumerable: true, configurable: true, writable: true })
    else if (key !== undefined) place[key] = breakValue(place[key], any)
  }
  return any(200) ? result : oddity(any)
}

/** The i-th payload with its schema's name, as JSON. */
export const generate = (i) => {
  const any = chance(i * 2654435761)
  const schema = ['invoice', 'draft', 'search'][i % 3]
  return [schema, JSON.stringify(schema === 'search' ? search(any) : payload(schema, any))]
}
