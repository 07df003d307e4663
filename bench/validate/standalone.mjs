// Writes ajv's standalone validator, as its users build it: build/ajv-standalone.mjs.

import { writeFileSync } from 'node:fs'
import Ajv from 'ajv'
import standaloneCode from 'ajv/dist/standalone/index.js'
import { _ } from 'ajv'
import { amount, formats, schema } from './json-schema.mjs'

export const standalone = (file) => {
  const ajv = new Ajv({ allErrors: true, unicodeRegExp: false, code: { source: true, esm: true, formats: _`formats` } })
  for (const [name, validate] of Object.entries(formats)) ajv.addFormat(name, { type: 'string', validate })
  ajv.addFormat('amount', { type: 'number', validate: amount })
  const code = standaloneCode(ajv, ajv.compile(schema)).replaceAll(/const (func\d+) = require\("ajv\/dist\/runtime\/(\w+)"\)\.default;?/g, 'import m$1 from "ajv/dist/runtime/$2.js";const $1 = m$1.default ?? m$1;')
  writeFileSync(file, `import * as r from '../rules.mjs'\nconst formats = { account: { validate: r.isAccountId }, description: { validate: r.isDescription }, amount: { validate: r.isAmount } }\n${code}`)
}
