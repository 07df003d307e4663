import { validator } from './check.js'
import { INVOICE, INVOICE_REQUIRED, INVOICE_SLOTS } from './tables.js'

export const validateInvoice = /* @__PURE__ */ validator(INVOICE, INVOICE_SLOTS, INVOICE_REQUIRED, (input) => [
  input.shop_id, input.invoice_id, input.expire_period, input.recipient_contact, input.recipient_contact_sms,
  input.notifier_contact_sms, input.post_link, input.failure_post_link, input.back_link, input.failure_back_link,
  input.account_id, input.description, input.amount, input.language, input.currency,
])
