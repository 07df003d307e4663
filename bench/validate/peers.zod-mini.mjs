import * as z from 'zod/mini'
import * as r from './rules.mjs'

const link = z.optional(z.string().check(z.regex(r.orEmpty(r.link))))
const schema = z.strictObject({
  shop_id: z.string().check(z.regex(r.uuid)),
  account_id: z.string().check(z.refine(r.isAccountId)),
  invoice_id: z.string().check(z.regex(r.invoiceId)),
  amount: z.number().check(z.refine(r.isAmount)),
  language: z.enum(r.languages),
  description: z.string().check(z.refine(r.isDescription)),
  expire_period: z.string().check(z.regex(r.expirePeriod)),
  recipient_contact: z.string().check(z.regex(r.email)),
  recipient_contact_sms: z.string().check(z.regex(r.phone)),
  currency: z.enum(r.currencies),
  notifier_contact_sms: z.optional(z.string().check(z.regex(r.orEmpty(r.phone)))),
  post_link: link,
  failure_post_link: link,
  back_link: link,
  failure_back_link: link,
})
export const validate = (input) => schema.safeParse(input)
export const count = (result) => (result.success ? 0 : result.error.issues.length)
