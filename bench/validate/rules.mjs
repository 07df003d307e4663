// The rules as the peers take them: regular expressions and predicates, written with care for speed.

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
export const invoiceId = /^[0-9]{6,15}$/
export const expirePeriod = /^[1-9][0-9]{0,2}d$/
export const phone = /^\+7[0-9]{10}$/
const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?'
export const email = new RegExp(`^(?=.{1,254}$)[a-zA-Z0-9!#-'*+/=?^_\`{-~.-]{1,64}@${label}(?:\\.${label})+$`)
const octet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])'
const ipv4 = `${octet}(?:\\.${octet}){3}`
const h = '[0-9a-fA-F]{1,4}'
const ls32 = `(?:${h}:${h}|${ipv4})`
const ipv6 =
  `\\[(?:(?:${h}:){6}${ls32}|::(?:${h}:){5}${ls32}|(?:${h})?::(?:${h}:){4}${ls32}|(?:(?:${h}:){0,1}${h})?::(?:${h}:){3}${ls32}|` +
  `(?:(?:${h}:){0,2}${h})?::(?:${h}:){2}${ls32}|(?:(?:${h}:){0,3}${h})?::${h}:${ls32}|(?:(?:${h}:){0,4}${h})?::${ls32}|` +
  `(?:(?:${h}:){0,5}${h})?::${h}|(?:(?:${h}:){0,6}${h})?::)\\]`
// a name whose last label is a number is an IPv4 address or nothing
const name = `(?=[a-zA-Z0-9.-]{1,253}(?:[:/?#]|$))(?:${label}\\.)*(?![0-9]+(?:[:/?#]|$))${label}`
const port = '(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?'
const unit = "(?:[a-zA-Z0-9!$&-;=?@_~]|%[0-9a-fA-F]{2})"
export const link = new RegExp(`^(?=.{1,2048}$)[hH][tT][tT][pP][sS]?://(?:${ipv6}|${ipv4}|${name})${port}(?:[/?]${unit}*)?(?:#${unit}*)?$`)
/** One line, no control character, no bidirectional control, something other than white space. */
export const text = /^(?=.*\S)[^\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+$/

/** At most `max` characters (not UTF-16 units). */
export const within = (max) => (value) => {
  if (value.length <= max) return value.isWellFormed()
  if (value.length > 2 * max || !value.isWellFormed()) return false
  let count = 0
  for (const _ of value) count++
  return count <= max
}
const short = within(125)
const long = within(255)
export const isDescription = (value) => text.test(value) && short(value)
export const isAccountId = (value) => text.test(value) && long(value)
export const isAmount = (value) => value > 0 && value < 1e12 && Math.round(value * 100) / 100 === value
export const languages = ['kaz', 'rus', 'eng']
export const currencies = ['KZT']
/** An optional link or phone may be given as "". */
export const orEmpty = (expression) => new RegExp(`^$|${expression.source}`, expression.flags)
