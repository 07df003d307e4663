import { message as en } from './en.js'
import { message as kk } from './kk.js'
import { message as ru } from './ru.js'

export { validateDraft } from './draft.js'
export { draftSchema, invoiceSchema, searchSchema } from './en.js'
export { normalizeAmount, normalizePhone, parseForm } from './form.js'
export { validateInvoice } from './invoice.js'
export { validateSearch } from './search.js'
export { validateField } from './standard.js'

export const message = (issue, locale) => {
  const tell = locale === 'kk' ? kk : locale === 'ru' ? ru : locale === 'en' ? en : undefined
  if (!tell) throw new TypeError(`no language ${JSON.stringify(locale)}: give 'kk', 'ru' or 'en'`)
  return tell(issue)
}
