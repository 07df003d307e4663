import { draftSchemaIn, invoiceSchemaIn, searchSchemaIn } from './standard.js'
import { teller } from './message.js'
import { RU } from './tables.js'

export const message = /* @__PURE__ */ teller(RU)
export const invoiceSchema = /* @__PURE__ */ invoiceSchemaIn(message)
export const draftSchema = /* @__PURE__ */ draftSchemaIn(message)
export const searchSchema = /* @__PURE__ */ searchSchemaIn(message)
