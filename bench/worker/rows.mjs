// What is asked of both Workers, as bytes. Where a request needs a number of its own, it has `{invoice-id}`.

import { KEY } from './workerd.mjs'

const draft = {
  invoice_id: '{invoice-id}',
  amount: 10000.5,
  description: 'Оплата заказа №1123',
  recipient_contact: 'buyer@example.kz',
  recipient_contact_sms: '+77771234567',
  back_link: 'https://shop.example.kz/orders/1123',
  failure_back_link: 'https://shop.example.kz/orders/1123/failed',
}
// the errors of the bank's own sample request
const broken = { ...draft, invoice_id: '25458124232312321', recipient_contact: 'buyer', recipient_contact_sms: '+777711111111', back_link: 'https//mail.ru' }
const search = {
  paging: { skip: 0, limit: 10 },
  searchParameters: [
    { name: 'invoice_id', method: 'like', searchParameter: ['2000%'] },
    { name: 'status', method: 'in', searchParameter: ['ACTIVE', 'CHARGED'] },
  ],
  orderParameters: { field: 'created_date', typeOrder: 'DESC' },
}

/** The requests: what a shop's server sends. `headers` are further ones, `key` another key. */
export const requests = {
  create: { method: 'POST', path: '/v1/invoices', body: draft },
  search: { method: 'POST', path: '/v1/invoices/search', body: search },
  status: { method: 'GET', path: '/v1/invoices/{invoice-id}' },
  invalid: { method: 'POST', path: '/v1/invoices', body: broken },
  stranger: { method: 'POST', path: '/v1/invoices', body: draft, key: 'not-the-shops-key-but-as-long' },
}

/** A row: its request, the status of the answer, whether each needs a number that is new, and whether the bank is asked. */
export const rows = {
  'search': { request: 'search', status: 200, bank: true },
  'status': { request: 'status', status: 200, bank: true },
  'invalid payload 422': { request: 'invalid', status: 422, rejects: true },
  'bad key 401': { request: 'stranger', status: 401, rejects: true },
  'create replayed': { request: 'create', status: 200, known: true },
  'create new': { request: 'create', status: 201, bank: true, fresh: true },
}

export const headersOf = ({ body, key = KEY }) => ({
  'authorization': `Bearer ${key}`,
  'accept': '*/*',
  'user-agent': 'shop/1.0',
  ...(body && { 'content-type': 'application/json' }),
})

export function bytesOf({ method, path, ...rest }) {
  const body = rest.body ? Buffer.from(JSON.stringify(rest.body)) : Buffer.alloc(0)
  const headers = { host: 'epay.shop.kz', ...headersOf(rest), ...(rest.body && { 'content-length': body.length }) }
  const head = [`${method} ${path} HTTP/1.1`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', '']
  return Buffer.concat([Buffer.from(head.join('\r\n')), body])
}
