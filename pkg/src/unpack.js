/**
 * The wasm module that was packed into text. Of a byte's 256 values 88 take one character each; a space
 * before a character adds 88 to it, an exclamation mark 176: shorter after compression than hex or base64.
 * @param {string} text
 */
export const compile = (text) => {
  const bytes = new Uint8Array(text.length)
  let length = 0
  let bank = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 34) bank = (unit - 31) * 88
    else {
      bytes[length++] = unit - (unit > 92 ? 36 : 35) + bank
      bank = 0
    }
  }
  return new WebAssembly.Module(bytes.subarray(0, length))
}
