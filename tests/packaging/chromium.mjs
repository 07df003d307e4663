// A headless Chromium that opens a page and waits for what it gives; and a host for pages.

import { createServer } from 'node:http'
import { startChromium } from '../browser/support/chromium.mjs'
import { until } from '../worker/support/until.mjs'

/** What the page at the address gives for the expression, as soon as it is not undefined. */
export const evaluate = async (url, expression, timeout = 120_000) => {
  const { browser, stop } = await startChromium()
  // a promise of the page's may never be kept
  const timer = setTimeout(stop, timeout)
  try {
    const page = await browser.newPage()
    await page.goto(url)
    const [value] = await until(`the page gives ${expression}`, async () => {
      const value = await page.evaluate(expression).catch(unlessGone)
      return value !== undefined && [value]
    }, timeout)
    return value
  } finally {
    clearTimeout(timer)
    await stop()
  }
}

/** A page that loads itself anew, as in development, is asked again. */
const unlessGone = (error) => {
  if (!/context was destroyed|navigation/.test(error.message)) throw error
}

/** Serves what `answer` gives for a path: `[type, body]`, with these headers. */
export const host = async (answer, headers = {}) => {
  const server = createServer((request, response) => {
    const [type, body] = answer(new URL(request.url, 'http://x').pathname) ?? []
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type ?? 'text/plain', ...headers })
    response.end(body)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }
}
