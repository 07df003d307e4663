// A server that writes down what it is sent: the shop, as the Worker sees it.

import { once } from 'node:events';
import { createServer } from 'node:http';

/** Starts a receiver; `answer` gives the status for the n-th request (from 0), 200 unless it says otherwise, or answers by itself. */
export async function startReceiver(answer = () => 200) {
  const received = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ path: request.url, headers: request.headers, body: Buffer.concat(chunks).toString() });
    const status = receiver.answer(received.length - 1, response);
    if (status) response.writeHead(status).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver = {
    url: `http://127.0.0.1:${server.address().port}`,
    answer,
    /** Everything received: `{path, headers, body}`, the oldest first. */
    received,
    /** What was received of one order, told by its number in the path or the body. */
    of: (invoiceId) => received.filter(({ path, body }) => path.includes(invoiceId) || body.includes(invoiceId)),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return receiver;
}
