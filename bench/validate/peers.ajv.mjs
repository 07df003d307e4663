import Ajv from 'ajv'
import { amount, formats, schema } from './json-schema.mjs'

const ajv = new Ajv({ allErrors: true, unicodeRegExp: false })
for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, { type: 'string', validate })
ajv.addFormat('amount', { type: 'number', validate: amount })
const compiled = ajv.compile(schema)
export const validate = (input) => (compiled(input) ? null : compiled.errors)
export const count = (result) => (result === null ? 0 : result.length)
