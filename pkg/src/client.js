import { start } from './client-wasm.js'
import { renewing } from './instance.js'

/** A failed call of the Worker. */
export class EpayError extends Error {
  constructor({ code, status, detail, requestId, issues, retryable, bank }, options) {
    super(`${code}: ${detail}`, options)
    this.name = 'EpayError'
    this.code = code
    this.status = status
    this.requestId = requestId ?? undefined
    this.issues = issues
    this.retryable = retryable
    this.bank = bank ?? undefined
  }
}

const run = /* @__PURE__ */ renewing(start, (cause) => {
  const detail = 'this program has run out of memory or of stack; the next call begins anew'
  return new EpayError({ code: 'broken_off', status: 0, detail, issues: [], retryable: true }, { cause })
})

/** A payload goes out as JSON; what JSON cannot hold is the caller's mistake. */
const json = (payload) => {
  const text = JSON.stringify(payload)
  if (text === undefined) throw new TypeError('the payload is no JSON value')
  return text
}

const isFinal = (record) => Boolean(record?.status) && record.status !== 'ACTIVE'

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
    if (!/^https?:$/.test(new URL(url).protocol)) throw new TypeError(`the Worker's url must be http or https: ${url}`)
    if (typeof token !== 'string' && typeof token !== 'function') throw new TypeError('token must be a string, or a function that gives one')
    this.#url = String(url).replace(/\/+$/, '')
    this.#token = token
    this.#timeout = timeout
    this.#retries = retries
  }

  async createInvoice(draft, options) {
    return this.#call('POST', '/v1/invoices', json(draft), options)
  }

  getInvoice(invoiceId, options) {
    return this.#call('GET', `/v1/invoices/${encodeURIComponent(invoiceId)}`, undefined, options)
  }

  deactivateInvoice(invoiceId, options) {
    return this.#call('POST', `/v1/invoices/${encodeURIComponent(invoiceId)}/deactivate`, undefined, options)
  }

  async *searchInvoices(search, options) {
    let { skip } = search.paging
    for (;;) {
      const paging = { ...search.paging, skip }
      const { total_count: totalCount, records } = await this.#call('POST', '/v1/invoices/search', json({ ...search, paging }), options)
      if (records.length) yield { totalCount, records }
      skip += records.length
      if (!records.length || skip >= totalCount) return
    }
  }

  async waitForPayment(invoiceId, { signal, onChange } = {}) {
    const path = `/v1/invoices/${encodeURIComponent(invoiceId)}`
    let last
    const see = (record) => {
      const text = JSON.stringify(record)
      if (text === last?.text) return
      last = { text, record }
      onChange?.(record)
    }
    let streams = true
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted()
      const before = last
      if (streams) {
        try {
          const bearer = await this.#bearer()
          const onData = (text) => see(JSON.parse(text))
          await this.#trap(signal, () => run(({ watch }) => watch(this.#url + path + '/events', bearer, this.#timeout, signal, onData)))
        } catch (error) {
          if (!(error instanceof EpayError)) throw error
          // a Worker, or a proxy before it, that has no streams still answers questions
          if (error.status === 404 || error.status === 405 || error.status === 406 || error.status === 501) streams = false
          else if (!error.retryable) throw error
        }
        if (isFinal(last?.record)) return last.record
      }
      // the stream has ended without a final state: an answer tells whether there is one
      see(await this.getInvoice(invoiceId, { signal }))
      if (isFinal(last.record) || Date.parse(last.record.expire_date) < Date.now()) return last.record
      if (last !== before) attempt = 0
      await pause(Math.min(2000 * 1.5 ** attempt, 30_000), signal)
    }
  }

  async #bearer() {
    return typeof this.#token === 'function' ? await this.#token() : this.#token
  }

  async #call(method, path, body, { signal } = {}) {
    signal?.throwIfAborted()
    const bearer = await this.#bearer()
    const text = await this.#trap(signal, () => run(({ call }) => call(method, this.#url + path, bearer, body, this.#timeout, this.#retries, signal)))
    try {
      return JSON.parse(text)
    } catch {
      throw new EpayError({ code: 'bad_answer', status: 200, detail: 'the answer is no JSON', issues: [], retryable: false })
    }
  }

  /** The failures of the module come as JSON text; a call that its caller gave up fails with the caller's own reason. */
  async #trap(signal, call) {
    try {
      return await call()
    } catch (error) {
      signal?.throwIfAborted()
      throw typeof error === 'string' ? new EpayError(JSON.parse(error)) : error
    }
  }
}
