import { check, number, optional, picklist, pipe, regex, safeParse, strictObject, string } from 'valibot'
import * as r from './rules.mjs'

const link = optional(pipe(string(), regex(r.orEmpty(r.link))))
const schema = strictObject({
  shop_id: pipe(string(), regex(r.uuid)),
  account_id: pipe(string(), check(r.isAccountId)),
  invoice_id: pipe(string(), regex(r.invoiceId)),
  amount: pipe(number(), check(r.isAmount)),
  language: picklist(r.languages),
  description: pipe(string(), check(r.isDescription)),
  expire_period: pipe(string(), regex(r.expirePeriod)),
  recipient_contact: pipe(string(), regex(r.email)),
  recipient_contact_sms: pipe(string(), regex(r.phone)),
  currency: picklist(r.currencies),
  notifier_contact_sms: optional(pipe(string(), regex(r.orEmpty(r.phone)))),
  post_link: link,
  failure_post_link: link,
  back_link: link,
  failure_back_link: link,
})
export const validate = (input) => safeParse(schema, input)
export const count = (result) => (result.success ? 0 : result.issues.length)
