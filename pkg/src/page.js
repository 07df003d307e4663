// The page of memory that is shared with the rules; its layout is that of verdict/src/page.rs.

/** As 32-bit words: two for each slot hold its fault (out); then come the lengths of the texts in ASCII (in), by their slots. */
export const wordsOf = (rules) => new Int32Array(rules.memory.buffer, rules.p.value)
/** Where in the words the first length is, and the first unit of a text of any language. */
export const LENGTHS = 32
export const UNITS = 48
/** Texts are cut to so many units: that is more than 2048 characters, the most that any may have. */
export const MOST = 4100

/** The bytes of the texts in ASCII, one after the other (in). */
export const bytesOf = (rules) => new Uint8Array(rules.memory.buffer, rules.p.value + 192, 10 * MOST)
export const encoder = /* @__PURE__ */ new TextEncoder()
