// What a careful developer writes without a library.

import * as r from './rules.mjs'

const expressions = {
  shop_id: r.uuid,
  invoice_id: r.invoiceId,
  expire_period: r.expirePeriod,
  recipient_contact: r.email,
  recipient_contact_sms: r.phone,
  notifier_contact_sms: r.phone,
  post_link: r.link,
  failure_post_link: r.link,
  back_link: r.link,
  failure_back_link: r.link,
}
const required = ['shop_id', 'account_id', 'invoice_id', 'amount', 'language', 'description', 'expire_period', 'recipient_contact', 'recipient_contact_sms', 'currency']
const optional = ['notifier_contact_sms', 'post_link', 'failure_post_link', 'back_link', 'failure_back_link']

export const validate = (input) => {
  if (typeof input !== 'object' || input === null) return [{ path: [], code: 'not_object' }]
  const issues = []
  const note = (key, code) => issues.push({ path: [key], code })
  let known = 0
  for (const key of required) {
    const value = input[key]
    if (value === undefined) {
      note(key, 'required')
      continue
    }
    known++
    if (key === 'amount') {
      if (typeof value !== 'number') note(key, 'not_number')
      else if (!r.isAmount(value)) note(key, 'amount')
    } else if (typeof value !== 'string') note(key, 'not_string')
    else if (key === 'language') r.languages.includes(value) || note(key, 'not_in_list')
    else if (key === 'currency') r.currencies.includes(value) || note(key, 'not_in_list')
    else if (key === 'account_id') r.isAccountId(value) || note(key, 'text')
    else if (key === 'description') r.isDescription(value) || note(key, 'text')
    else if (!expressions[key].test(value)) note(key, 'format')
  }
  for (const key of optional) {
    const value = input[key]
    if (value === undefined) continue
    known++
    if (typeof value !== 'string') note(key, 'not_string')
    else if (value !== '' && !expressions[key].test(value)) note(key, 'format')
  }
  const keys = Object.keys(input)
  if (keys.length !== known) for (const key of keys) if (!required.includes(key) && !optional.includes(key)) note(key, 'unknown_field')
  return issues
}
export const count = (result) => result.length
