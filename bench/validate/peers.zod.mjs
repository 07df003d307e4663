import * as z from 'zod'
import * as r from './rules.mjs'

const link = z.string().regex(r.orEmpty(r.link)).optional()
const schema = z.strictObject({
  shop_id: z.string().regex(r.uuid),
  account_id: z.string().refine(r.isAccountId),
  invoice_id: z.string().regex(r.invoiceId),
  amount: z.number().refine(r.isAmount),
  language: z.enum(r.languages),
  description: z.string().refine(r.isDescription),
  expire_period: z.string().regex(r.expirePeriod),
  recipient_contact: z.string().regex(r.email),
  recipient_contact_sms: z.string().regex(r.phone),
  currency: z.enum(r.currencies),
  notifier_contact_sms: z.string().regex(r.orEmpty(r.phone)).optional(),
  post_link: link,
  failure_post_link: link,
  back_link: link,
  failure_back_link: link,
})
export const validate = (input) => schema.safeParse(input)
export const count = (result) => (result.success ? 0 : result.error.issues.length)
