// The shop, as both Workers see it: it writes down what it is told, and checks each signature by the specification's library.

import { once } from 'node:events'
import { createServer } from 'node:http'
import { Webhook } from 'standardwebhooks'

export async function startShop() {
  const received = []
  const shop = {
    /** The status that an order's events are answered with. */
    answers: () => 204,
    /** What a side's Worker has told of an order, the oldest first: `{id, type, timestamp, data}`. */
    told: (side, secret, invoiceId) =>
      received
        .filter(({ path, body }) => path === `/${side}` && body.includes(`"invoice_id":"${invoiceId}"`))
        .map(({ headers, body }) => ({ id: headers['webhook-id'], ...new Webhook(secret).verify(body, headers) })),
    /** What was called at that path: `{type, body}`. */
    at: (path) => received.filter((one) => one.path === path).map(({ headers, body }) => ({ type: headers['content-type'], body })),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  const server = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    received.push({ path: request.url, headers: request.headers, body })
    response.writeHead(shop.answers(body)).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  shop.url = `http://127.0.0.1:${server.address().port}`
  return shop
}
