// The validators as Standard Schema v1: https://standardschema.dev

import { validateDraft } from './draft.js'
import { validateInvoice } from './invoice.js'
import { validateSearch } from './search.js'

const schema = (validate, message) => ({
  '~standard': {
    version: 1,
    vendor: 'epay-invoice',
    validate: (input) => {
      const { ok, value, issues } = validate(input)
      return ok ? { value } : { issues: issues.map((issue) => ({ ...issue, message: message(issue) })) }
    },
  },
  '~validate': validate,
})

export const invoiceSchemaIn = (message) => schema(validateInvoice, message)
export const draftSchemaIn = (message) => schema(validateDraft, message)
export const searchSchemaIn = (message) => schema(validateSearch, message)

/** One member by itself, as a form checks it when its input loses the focus: no other is missed. */
export const validateField = (schema, field, value) => {
  if (typeof field !== 'string') throw new TypeError('the name of a field is a string')
  const { issues = [] } = schema['~validate']({ [field]: value })
  const found = issues.filter(({ path, code }) => code !== 'required' || path.length > 1 || path[0] === field)
  return found.length ? { ok: false, issues: found } : { ok: true, value }
}
