// A bank that refuses what the sandbox would not: it passes on every call but those that it is told to refuse.

import { once } from 'node:events';
import { createServer } from 'node:http';

/**
 * Before the sandbox at `url`; `refuses(invoice)` gives the status and the body of a create's refusal, or nothing, and
 * `refusesToDeactivate()` those of a deactivation's. A status of 0 cuts the connection.
 */
export async function startRefusingBank(url, refuses, refusesToDeactivate = () => undefined) {
  const bank = { /** How many creates were refused. */ refused: 0 };
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const refusal = request.method === 'PUT' ? refusesToDeactivate() : request.url === '/api/invoice' && refuses(JSON.parse(body));
    if (refusal) {
      bank.refused += 1;
      if (refusal.status === 0) return request.socket.destroy();
      response.writeHead(refusal.status, { 'content-type': 'application/json' }).end(JSON.stringify(refusal.body));
      return;
    }
    const { host, 'content-length': _, ...headers } = request.headers;
    const answer = await fetch(`${url}${request.url}`, { method: request.method, headers, body: body.length ? body : undefined });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  bank.url = `http://127.0.0.1:${server.address().port}`;
  bank.stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return bank;
}
