import { start } from './builder-wasm.js'
import { renewing } from './instance.js'
import { INVOICE } from './tables.js'

const run = /* @__PURE__ */ renewing(start, (cause) => new TypeError('the payload cannot be built', { cause }))

/** Keeps the calls of the setters; the crate's own builder gets all of them at once. */
export class InvoiceBuilder {
  #calls = []

  static {
    for (const field of INVOICE.split(' '))
      Object.defineProperty(this.prototype, field, {
        configurable: true,
        writable: true,
        value(value) {
          if (value !== undefined) this.#calls.push([field, value])
          return this
        },
      })
  }

  build() {
    return run(({ buildInvoice }) => buildInvoice(this.#calls))
  }
}

export class SearchBuilder {
  #calls = []

  #call(call) {
    this.#calls.push(call)
    return this
  }

  eq(field, value) {
    return this.#call(['eq', field, value])
  }

  between(field, from, to) {
    return this.#call(['between', field, from, to])
  }

  like(field, pattern) {
    return this.#call(['like', field, pattern])
  }

  anyOf(field, values) {
    if (!Array.isArray(values)) throw new TypeError('anyOf takes a list of values')
    return this.#call(['anyOf', field, ...values])
  }

  page(skip, limit) {
    return this.#call(['page', skip, limit])
  }

  orderBy(field, direction) {
    return this.#call(['orderBy', field, direction])
  }

  build() {
    return run(({ buildSearch }) => buildSearch(this.#calls))
  }
}
