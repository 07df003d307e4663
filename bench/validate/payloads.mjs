// What is validated: an order of a shop, whole and broken.

const all = {
  shop_id: '04f25a4b-d2bd-4dd8-b3a7-9390be4774c4',
  account_id: '0003413423',
  invoice_id: '200220241201',
  amount: 10000.5,
  language: 'rus',
  description: 'Оплата заказа №1123',
  expire_period: '2d',
  recipient_contact: 'buyer@example.kz',
  recipient_contact_sms: '+77771234567',
  currency: 'KZT',
  notifier_contact_sms: '+77771234568',
  post_link: 'https://shop.example.kz/epay/post',
  failure_post_link: 'https://shop.example.kz/epay/failure',
  back_link: 'https://shop.example.kz/orders/1123',
  failure_back_link: 'https://shop.example.kz/orders/1123/failed',
}
const { notifier_contact_sms, post_link, failure_post_link, back_link, failure_back_link, ...required } = all
const { currency, ...uncurrencied } = all

/** Name, payload, and how many issues it has. */
export const payloads = {
  'all fields': [all, 0],
  'required only': [required, 0],
  '4 format errors': [
    { ...all, invoice_id: '25458124232312321', recipient_contact_sms: '+777711111111', recipient_contact: 'buyer', back_link: 'https//mail.ru' },
    4,
  ],
  '4 shape errors': [{ ...uncurrencied, amount: '100', recipient_contact: null, coupon: 'x' }, 4],
}

/** Fresh objects, as a parser makes them: 64 of one payload, so that none is known by heart. */
export const copies = (payload) => Array.from({ length: 64 }, () => JSON.parse(JSON.stringify(payload)))
