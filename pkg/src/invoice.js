import { judge } from './page.js'
import { answer, isAmong, isOptional, isPlain, isText, schema } from './schema.js'
import { CURRENCY, INVOICE, LANGUAGE } from './tables.js'

/** The members of the create payload. */
export const invoice = /* @__PURE__ */ schema(INVOICE)

/** What the rules say of a payload that has the shape of an invoice; undefined of any other. */
const quick = (input) => {
  if (!isPlain(input)) return
  const {
    shop_id, account_id, invoice_id, amount, language, description, expire_period, recipient_contact,
    recipient_contact_sms, currency, notifier_contact_sms, post_link, failure_post_link, back_link, failure_back_link,
  } = input
  if (
    Object.keys(input).length ===
      15 - !notifier_contact_sms - !post_link - !failure_post_link - !back_link - !failure_back_link &&
    isText(shop_id) && isText(account_id) && isText(invoice_id) && typeof amount === 'number' &&
    isAmong(LANGUAGE, language) && isText(description) && isText(expire_period) && isText(recipient_contact) &&
    isText(recipient_contact_sms) && isAmong(CURRENCY, currency) && isOptional(notifier_contact_sms) &&
    isOptional(post_link) && isOptional(failure_post_link) && isOptional(back_link) && isOptional(failure_back_link)
  )
    return judge(
      amount, shop_id, invoice_id, expire_period, recipient_contact, recipient_contact_sms, notifier_contact_sms || '',
      post_link || '', failure_post_link || '', back_link || '', failure_back_link || '', account_id, description,
    )
}

export const validateInvoice = (input) => answer(input, invoice, quick(input))
