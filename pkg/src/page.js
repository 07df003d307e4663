// The page of memory that is shared with the rules; its layout is that of verdict/src/page.rs.

import { rules } from './verdict.js'

const { memory, p } = rules
const at = p.value

/** Slot i is four words: a text's length (in; −1 where there is none), nothing, and the fault (out; 0 where there is none). */
export const slots = new Int32Array(memory.buffer, at, 64)
/** The units of account_id, and 1024 further on those of description. */
const units = new Uint16Array(memory.buffer, at + 256, 2048)
/** The bytes of the ASCII texts, one after the other. */
export const bytes = new Uint8Array(memory.buffer, at + 4352, 49152)

const encoder = new TextEncoder()
/** Writes a text as UTF-8 at the beginning of `bytes` and tells how many bytes it took. */
export const encode = (text) => encoder.encodeInto(text, bytes).written

/** Writes a text's units. */
export const write = (text, place) => {
  for (let i = 0; i < text.length; i++) units[place + i] = text.charCodeAt(i)
}

/**
 * The fast way to the rules, for texts of the usual length and, but for the last two, of ASCII: 0 if no rule is broken;
 * another number if one is, and then the slots tell which; undefined if the texts must go the slow way. An empty text is
 * an absent one.
 */
export const judge = (
  amount, shop, invoice, period, contact, sms, notifier, post, failurePost, back, failureBack, account, description,
) => {
  const text = shop + invoice + period + contact + sms + notifier + post + failurePost + back + failureBack
  if (text.length > 16384 || account.length > 1024 || description.length > 1024 || encode(text) !== text.length) return
  slots[0] = shop.length || -1
  slots[4] = invoice.length
  slots[8] = period.length || -1
  slots[12] = contact.length
  slots[16] = sms.length
  slots[20] = notifier.length || -1
  slots[24] = post.length || -1
  slots[28] = failurePost.length || -1
  slots[32] = back.length || -1
  slots[36] = failureBack.length || -1
  slots[40] = account.length || -1
  slots[44] = description.length
  write(account, 0)
  write(description, 1024)
  return rules.v(amount)
}
