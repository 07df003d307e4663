import { issue, issueOf, judge, kind, near, reader } from './issue.js'
import { bytesOf, wordsOf } from './page.js'
import { rules } from './search-rules.js'
import { AMOUNT, ARITY, DIRECTION, METHOD, MOST_CHARACTERS_SEARCHED, RECORD } from './tables.js'

const words = /* @__PURE__ */ wordsOf(rules)
const bytes = /* @__PURE__ */ bytesOf(rules)

/** Every issue of a search, in the order of its members; then what is missing. */
const searchIssues = (input) => {
  const found = []
  const refuse = (path, code, params) => {
    found.push(issue(path, code, params))
  }

  const object = (path, value, known, required, read) => {
    if (kind(value) !== 'object') return refuse(path, 'not_object', { actual: kind(value) })
    const met = []
    for (const key of Object.keys(value)) {
      const member = value[key]
      if (member === undefined) continue
      if (known.includes(key)) {
        met.push(key)
        read(key, member, [...path, key])
      } else refuse([...path, key.toWellFormed()], 'unknown_field', near(rules, bytes, key, known))
    }
    for (const name of known) if (required.includes(name) && !met.includes(name)) refuse([...path, name], 'required')
    return true
  }

  /** The fault of the last verdict, which is in the slot of the amount, with what it is about. */
  const tell = (path, bad, value) => {
    if (bad) found.push(issueOf(path, words, AMOUNT, value))
    return !bad
  }

  const isString = (path, value) =>
    typeof value !== 'string' ? refuse(path, 'not_string', { actual: kind(value) })
    : value.isWellFormed() || refuse(path, 'lone_surrogate')

  const isOneOf = (path, value, allowed) =>
    isString(path, value) &&
    (allowed.includes(value) || refuse(path, value ? 'not_in_list' : 'empty', value ? { allowed: [...allowed] } : {}))

  const isRecordField = (path, value) =>
    isString(path, value) &&
    (RECORD.includes(value) || refuse(path, value ? 'unknown_record_field' : 'empty', value ? near(rules, bytes, value, RECORD) : {}))

  const isWhole = (path, value, min) =>
    typeof value === 'number' ? tell(path, rules.i(value, min), value) : refuse(path, 'not_number', { actual: kind(value) })

  const isText = (path, value) =>
    isString(path, value) && tell(path, judge(rules, words, AMOUNT, value, MOST_CHARACTERS_SEARCHED, 0), value)

  const isArray = (path, value) => Array.isArray(value) || refuse(path, 'not_array', { actual: kind(value) })

  const condition = (path, value) => {
    const members = ['name', 'method', 'searchParameter']
    const good = {}
    object(path, value, members, members, (key, member, path) => {
      if (key === 'name') good.name = isRecordField(path, member) && member
      else if (key === 'method') good.method = isOneOf(path, member, METHOD) && member
      else if (isArray(path, member)) {
        good.values = [...member]
        good.texts = good.values.map((text, i) => isText([...path, i], text)).every(Boolean)
      }
    })
    const { name, method, values, texts } = good
    if (method && values) {
      const [min, max] = ARITY[method]
      const actual = values.length
      const place = [...path, 'searchParameter']
      if (actual < min) refuse(place, 'too_few_values', { min, actual })
      else if (max && actual > max) refuse(place, 'too_many_values', { max, actual })
      else if (texts && method === 'like' && !values[0].includes('%')) refuse([...place, 0], 'no_percent')
    }
    return name
  }

  object([], input, ['paging', 'searchParameters', 'orderParameters'], ['paging', 'searchParameters'], (key, value, path) => {
    if (key === 'paging') {
      const members = ['skip', 'limit']
      object(path, value, members, members, (key, value, path) => isWhole(path, value, key === 'skip' ? 0 : 1))
    } else if (key === 'orderParameters') {
      const members = ['field', 'typeOrder']
      object(path, value, members, members, (key, value, path) =>
        key === 'field' ? isRecordField(path, value) : isOneOf(path, value, DIRECTION),
      )
    } else if (isArray(path, value)) {
      let onInvoiceId = false
      ;[...value].forEach((item, i) => {
        if (condition([...path, i], item) === 'invoice_id') onInvoiceId = true
      })
      if (!onInvoiceId) refuse(path, 'invoice_id_condition')
    }
  })
  return found
}

export const validateSearch = /* @__PURE__ */ reader((input) => {
  const found = searchIssues(input)
  return found.length ? { ok: false, issues: found } : { ok: true, value: input }
})
