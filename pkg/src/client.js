import { start } from './client-wasm.js'
import { renewing } from './instance.js'

/** A failed call of the Worker. */
export class EpayError extends Error {
  constructor({ code, status, detail, requestId, retryAfter, issues = [], retryable = false, bank }, options) {
    super(`${code}: ${detail}`, options)
    this.name = 'EpayError'
    this.code = code
    this.status = status
    this.requestId = requestId ?? undefined
    this.issues = issues
    this.retryable = retryable
    this.retryAfter = retryAfter ?? undefined
    this.bank = bank ?? undefined
  }
}

const run = /* @__PURE__ */ renewing(start, (cause) => {
  const detail = 'this program has run out of memory or of stack; the next call begins anew'
  return new EpayError({ code: 'broken_off', status: 0, detail, retryable: true }, { cause })
})

const badAnswer = (detail) => new EpayError({ code: 'bad_answer', status: 200, detail })

const parse = (text) => {
  try {
    return JSON.parse(text)
  } catch {
    throw badAnswer('the answer is no JSON')
  }
}

/** A payload goes out as JSON; what JSON cannot hold is the caller's mistake. */
const json = (payload) => {
  let text
  try {
    text = JSON.stringify(payload)
  } catch (cause) {
    throw new TypeError('the payload cannot be read', { cause })
  }
  if (text === undefined) throw new TypeError('the payload is no JSON value')
  return text
}

/** A number of the options, as a timer can take it. */
const number = (name, value, least) => {
  if (typeof value !== 'number' || !(value >= least)) throw new TypeError(`${name} must be a number, at least ${least}`)
  return Math.min(value, 2 ** 31 - 1)
}

const pathOf = (invoiceId) => {
  // what a URL takes for a folder would lead to another path
  if (typeof invoiceId !== 'string' || /^\.{0,2}$/.test(invoiceId)) throw new TypeError('an invoice_id is a string of digits')
  return `/v1/invoices/${encodeURIComponent(invoiceId.toWellFormed())}`
}

const isPaid = (record) => record?.status === 'CHARGED'

const pauseOf = (attempt) => Math.min(2000 * 1.5 ** attempt, 30_000)

/** What comes of the promise, or the signal's reason. */
const unless = (signal, promise) =>
  signal ? new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  }) : promise

const pause = (ms, signal) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms)
    function done() {
      signal?.removeEventListener('abort', stop)
      resolve()
    }
    function stop() {
      clearTimeout(timer)
      reject(signal.reason)
    }
    signal?.addEventListener('abort', stop, { once: true })
  })

export class EpayClient {
  #url
  #token
  #timeout
  #retries

  constructor({ url, token, timeout = 30_000, retries = 2 }) {
    const { href, protocol, search, hash } = new URL(url)
    if (!/^https?:$/.test(protocol) || search || hash) throw new TypeError(`the Worker's url must be http or https, without ? and #: ${href}`)
    if (typeof token !== 'string' && typeof token !== 'function') throw new TypeError('token must be a string, or a function that gives one')
    this.#url = href.replace(/\/+$/, '')
    this.#token = token
    this.#timeout = number('timeout', timeout, 1)
    this.#retries = number('retries', retries, 0)
  }

  async createInvoice(draft, options) {
    return this.#call('POST', '/v1/invoices', json(draft), options)
  }

  async getInvoice(invoiceId, options) {
    return this.#call('GET', pathOf(invoiceId), undefined, options)
  }

  async deactivateInvoice(invoiceId, options) {
    return this.#call('POST', pathOf(invoiceId) + '/deactivate', undefined, options)
  }

  async *searchInvoices(search, options) {
    // as it is now, whatever becomes of it between the pages
    let text = json(search)
    for (;;) {
      const answer = await this.#call('POST', '/v1/invoices/search', text, options)
      const { total_count: totalCount, records } = answer ?? {}
      if (!Array.isArray(records)) throw badAnswer('the answer is no page of records')
      if (records.length) yield { totalCount, records }
      const next = JSON.parse(text)
      next.paging.skip += records.length
      if (!records.length || !(next.paging.skip < totalCount)) return
      text = json(next)
    }
  }

  async waitForPayment(invoiceId, { signal, onChange, patience = 600_000 } = {}) {
    const path = pathOf(invoiceId)
    number('patience', patience, 0)
    let last
    let lastId = ''
    let lostSince
    const see = (record) => {
      const text = JSON.stringify(record)
      if (text === last?.text) return
      last = { text, record }
      onChange?.(record)
    }
    // what fails here is no failure of the call, and comes out as it is
    let failed
    const onEvent = (text, id) => {
      lastId = id
      try {
        see(parse(text))
      } catch (error) {
        failed = { error }
      }
      return failed || isPaid(last.record)
    }
    let streams = true
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted()
      const before = last
      if (streams) {
        try {
          const bearer = await this.#bearer(signal)
          const isOver = await this.#trap(signal, () => run(({ watch }) => watch(this.#url + path + '/events', bearer, lastId, this.#timeout, signal, onEvent)))
          if (failed) throw failed.error
          if (last && (isOver || isPaid(last.record))) return last.record
          // the Worker ends a stream behind the last record, and then says so to who comes back for more
          if (last !== before) continue
        } catch (error) {
          if (!(error instanceof EpayError)) throw error
          // a Worker, or a proxy before it, that has no streams still answers questions
          if (error.status === 404 || error.status === 405 || error.status === 406 || error.status === 501) streams = false
          else if (!error.retryable) throw error
        }
      }
      let record
      try {
        record = await this.getInvoice(invoiceId, { signal })
      } catch (error) {
        lostSince ??= performance.now()
        if (!(error instanceof EpayError && error.retryable) || performance.now() - lostSince >= patience) throw error
        await pause(pauseOf(attempt), signal)
        continue
      }
      lostSince = undefined
      see(record)
      // of another status than paid nobody knows whether it is the last one: time tells
      if (isPaid(last.record) || Date.parse(last.record?.expire_date) < Date.now()) return last.record
      if (last !== before) attempt = 0
      // onChange may have given it up, and an aborted signal tells nobody any more
      signal?.throwIfAborted()
      await pause(pauseOf(attempt), signal)
    }
  }

  async #bearer(signal) {
    const token = typeof this.#token === 'function' ? await unless(signal, Promise.resolve(this.#token())) : this.#token
    if (typeof token !== 'string' || !/^[!-~]+$/.test(token)) throw new TypeError('a token is a string of visible ASCII characters')
    return token
  }

  async #call(method, path, body, { signal } = {}) {
    signal?.throwIfAborted()
    const bearer = await this.#bearer(signal)
    const text = await this.#trap(signal, () => run(({ call }) => call(method, this.#url + path, bearer, body, this.#timeout, this.#retries, signal)))
    return parse(text)
  }

  /** The failures of the module come as JSON text with their cause; a call that its caller gave up fails with the caller's own reason. */
  async #trap(signal, call) {
    try {
      return await call()
    } catch (error) {
      signal?.throwIfAborted()
      if (!Array.isArray(error)) throw error
      const [text, cause] = error
      throw new EpayError(JSON.parse(text), cause && { cause })
    }
  }
}
