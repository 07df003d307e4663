import { validator } from './check.js'
import { DRAFT, DRAFT_REQUIRED, DRAFT_SLOTS } from './tables.js'

export const validateDraft = /* @__PURE__ */ validator(DRAFT, DRAFT_SLOTS, DRAFT_REQUIRED, (input) => [
  undefined, input.invoice_id, input.expire_period, input.recipient_contact, input.recipient_contact_sms,
  input.notifier_contact_sms, input.post_link, input.failure_post_link, input.back_link, input.failure_back_link,
  undefined, input.description, input.amount, input.language, input.currency,
])
