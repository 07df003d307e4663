import { judge } from './page.js'
import { answer, isAmong, isOptional, isPlain, isText, schema } from './schema.js'
import { CURRENCY, DRAFT, LANGUAGE } from './tables.js'

/** The members of a draft. */
export const draft = /* @__PURE__ */ schema(DRAFT)

/** What the rules say of a payload that has the shape of a draft; undefined of any other. */
const quick = (input) => {
  if (!isPlain(input)) return
  const {
    invoice_id, amount, description, recipient_contact, recipient_contact_sms, language, expire_period, currency,
    notifier_contact_sms, post_link, failure_post_link, back_link, failure_back_link,
  } = input
  if (
    Object.keys(input).length ===
      13 - !language - !expire_period - !currency - !notifier_contact_sms - !post_link - !failure_post_link - !back_link -
        !failure_back_link &&
    isText(invoice_id) && typeof amount === 'number' && isText(description) && isText(recipient_contact) &&
    isText(recipient_contact_sms) && (language === undefined || isAmong(LANGUAGE, language)) && isOptional(expire_period) &&
    (currency === undefined || isAmong(CURRENCY, currency)) && isOptional(notifier_contact_sms) && isOptional(post_link) &&
    isOptional(failure_post_link) && isOptional(back_link) && isOptional(failure_back_link)
  )
    return judge(
      amount, '', invoice_id, expire_period || '', recipient_contact, recipient_contact_sms, notifier_contact_sms || '',
      post_link || '', failure_post_link || '', back_link || '', failure_back_link || '', '', description,
    )
}

export const validateDraft = (input) => answer(input, draft, quick(input))
