import { validateInvoice } from 'epay-invoice'

export const validate = (input) => validateInvoice(input)
export const count = (result) => (result.ok ? 0 : result.issues.length)
