// The issues' texts: a template's `{name}` is a param, and a part in square brackets is left out where one is absent.

import { CODES } from './tables.js'

const PLACE = /\{(\w+)\}/g

/** Tells issues in the language of the templates, which stand in the order of the codes. */
export const teller = (templates) => {
  const byCode = new Map(CODES.map((code, i) => [code, templates[i]]))
  return ({ code, params = {} }) => {
    const template = byCode.get(code)
    if (template === undefined) throw new TypeError(`no issue has the code ${JSON.stringify(code)}`)
    const has = (name) => Object.hasOwn(params, name)
    const value = (name) => (Array.isArray(params[name]) ? params[name].join(', ') : String(params[name]))
    return template
      .replace(/\[([^\]]*)\]/g, (_, part) => ([...part.matchAll(PLACE)].every(([, name]) => has(name)) ? part : ''))
      .replace(PLACE, (place, name) => (has(name) ? value(name) : place))
  }
}
