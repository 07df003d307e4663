import { validator } from './check.js'
import { INVOICE_REQUIRED } from './tables.js'

export const validateInvoice = /* @__PURE__ */ validator(0, INVOICE_REQUIRED)
