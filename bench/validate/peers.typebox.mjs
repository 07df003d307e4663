import Type from 'typebox'
import Schema from 'typebox/schema'
import Format from 'typebox/format'
import { formats, properties, required, amount } from './json-schema.mjs'

for (const [name, validate] of Object.entries(formats)) Format.Set(name, validate)
const shape = {}
for (const [name, { format, ...rules }] of Object.entries(properties)) {
  const type = name === 'amount' ? Type.Refine(Type.Number(), amount) : rules.enum ? Type.Enum(rules.enum) : Type.String(format ? { ...rules, format } : rules)
  shape[name] = required.includes(name) ? type : Type.Optional(type)
}
const compiled = Schema.Compile(Type.Object(shape, { additionalProperties: false }))
export const validate = (input) => (compiled.Check(input) ? null : compiled.Errors(input))
export const count = (result) => (result === null ? 0 : result[1].length)
