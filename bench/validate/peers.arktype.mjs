import { type } from 'arktype'
import * as r from './rules.mjs'

const link = type(r.orEmpty(r.link))
const schema = type({
  shop_id: r.uuid,
  account_id: type('string').narrow(r.isAccountId),
  invoice_id: r.invoiceId,
  amount: type('number').narrow(r.isAmount),
  language: type.enumerated(...r.languages),
  description: type('string').narrow(r.isDescription),
  expire_period: r.expirePeriod,
  recipient_contact: r.email,
  recipient_contact_sms: r.phone,
  currency: type.enumerated(...r.currencies),
  'notifier_contact_sms?': r.orEmpty(r.phone),
  'post_link?': link,
  'failure_post_link?': link,
  'back_link?': link,
  'failure_back_link?': link,
  '+': 'reject',
})
export const validate = (input) => schema(input)
export const count = (result) => (result instanceof type.errors ? result.length : 0)
