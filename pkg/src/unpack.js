/**
 * The wasm module that was packed into text. Of a byte's 256 values 91 take one character each; a space before a character
 * adds 91 to it, an exclamation mark 182: shorter after compression than hex or base64. Which value is which character is
 * chosen so that what is frequent in the module of an invoice is so in JavaScript too, which compresses better together.
 * @param {string} text
 */
export const compile = (text) => {
  const bytes = new TextEncoder().encode(text)
  let length = 0
  let bank = 0
  // a function of its own is compiled after its first calls; a loop of the module's first and only run is not
  bytes.forEach((unit) => {
    if (unit < 34) bank = (unit - 31) * 91
    else {
      bytes[length++] = (((unit - (unit > 92 ? 36 : 35)) * 61 + 68) % 91) + bank
      bank = 0
    }
  })
  return new WebAssembly.Module(bytes.subarray(0, length))
}
