// A module of wasm-bindgen's, of which a trap leaves nothing broken.

/**
 * Calls the module: the result is the function `run(use)`, whose `use` is given the module's functions.
 *
 * What ends a call in its middle (a trap, the end of the memory or of the stack) leaves behind what no other call may trust.
 * Such an instance is never entered again: its other calls fail with it, and the next one has a new instance.
 *
 * `start` makes an instance by the `WebAssembly` that it is given; `failure` makes the error of those calls.
 */
export const renewing = (start, failure) => {
  let current
  const renew = () => {
    const one = { depth: 1, broken: false, calls: new Set() }
    const guarded = (call) => (...args) => {
      const isOurs = one.depth > 0
      one.depth++
      try {
        if (one.broken) throw one.broken.cause
        return call(...args)
      } catch (cause) {
        if (!one.broken) {
          one.broken = { cause }
          if (current === one) current = undefined
          for (const fail of one.calls) fail(failure(cause))
        }
        // nobody waits for what a timer or a promise calls
        if (isOurs) throw cause
        return []
      } finally {
        one.depth--
      }
    }
    one.functions = start({
      Module: WebAssembly.Module,
      Instance: function (module, imports) {
        const exports = Object.entries(new WebAssembly.Instance(module, imports).exports)
        this.exports = Object.fromEntries(exports.map(([name, it]) => [name, typeof it === 'function' ? guarded(it) : it]))
      },
    })
    one.depth = 0
    return one
  }

  return (use) => {
    let one
    try {
      one = current ??= renew()
    } catch (cause) {
      throw failure(cause)
    }
    one.depth++
    try {
      const result = use(one.functions)
      if (!(result instanceof Promise)) return result
      return new Promise((resolve, reject) => {
        one.calls.add(reject)
        result.then(resolve, reject).finally(() => one.calls.delete(reject))
      })
    } catch (error) {
      throw one.broken ? failure(error) : error
    } finally {
      one.depth--
    }
  }
}
