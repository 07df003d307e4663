import * as r from './rules.mjs'

// JSON Schema's patterns have no flags and are read with `u`, in which fewer escapes are allowed
const source = (expression) => expression.source.replace('[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}')
const pattern = (expression) => ({ type: 'string', pattern: source(expression) })
const link = pattern(r.orEmpty(r.link))

export const formats = { account: r.isAccountId, description: r.isDescription }
export const amount = r.isAmount
export const properties = {
  shop_id: pattern(r.uuid),
  account_id: { type: 'string', format: 'account' },
  invoice_id: pattern(r.invoiceId),
  amount: { type: 'number', format: 'amount' },
  language: { type: 'string', enum: r.languages },
  description: { type: 'string', format: 'description' },
  expire_period: pattern(r.expirePeriod),
  recipient_contact: pattern(r.email),
  recipient_contact_sms: pattern(r.phone),
  currency: { type: 'string', enum: r.currencies },
  notifier_contact_sms: pattern(r.orEmpty(r.phone)),
  post_link: link,
  failure_post_link: link,
  back_link: link,
  failure_back_link: link,
}
export const required = Object.keys(properties).slice(0, 10)
export const schema = { type: 'object', properties, required, additionalProperties: false }
