// The validators as Standard Schema v1: https://standardschema.dev

import { draft, validateDraft } from './draft.js'
import { invoice, validateInvoice } from './invoice.js'
import { issues } from './issues.js'
import { searchIssues, validateSearch } from './search.js'

const standard = (validate, message) => ({
  version: 1,
  vendor: 'epay-invoice',
  validate: (input) => {
    const answer = validate(input)
    return answer.ok ? { value: answer.value } : { issues: answer.issues.map((issue) => ({ ...issue, message: message(issue) })) }
  },
})

/** Of the members that are missing, only that of `field` is told. */
const payload = (schema) => (field, value) =>
  issues({ [field]: value }, { ...schema, required: schema.required.filter((name) => name === field) })

export const invoiceSchemaIn = (message) => ({ '~standard': standard(validateInvoice, message), '~field': payload(invoice) })
export const draftSchemaIn = (message) => ({ '~standard': standard(validateDraft, message), '~field': payload(draft) })
export const searchSchemaIn = (message) => ({
  '~standard': standard(validateSearch, message),
  '~field': (field, value) => searchIssues({ [field]: value }, [field]),
})

/** One member by itself, as a form checks it when its input loses the focus. */
export const validateField = (schema, field, value) => {
  const found = schema['~field'](field, value)
  return found.length ? { ok: false, issues: found } : { ok: true, value }
}
