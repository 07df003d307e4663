// What may stand between a client and the Worker: a proxy that knows no streams, a network that breaks off.

import { once } from 'node:events';
import { createServer, request } from 'node:http';

/** Before the server at `url`; `refuses(path)` gives the status of a refusal, or nothing. */
export async function startProxy(url, refuses = () => undefined) {
  const open = new Set();
  const proxy = {
    refuses,
    /** What was asked: `GET /path`. */
    seen: [],
    /** How many answers have not ended. */
    open: () => open.size,
    /** Breaks off the answers that have not ended. */
    cut: () => open.forEach((answer) => answer.destroy()),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((asked, answer) => {
    proxy.seen.push(`${asked.method} ${asked.url}`);
    const status = proxy.refuses(asked.url);
    if (status) {
      answer.writeHead(status).end();
      return;
    }
    open.add(answer);
    const passed = request(`${url}${asked.url}`, { method: asked.method, headers: asked.headers }, (came) => {
      answer.writeHead(came.statusCode, came.headers);
      came.on('error', () => answer.destroy()).pipe(answer);
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => {
      open.delete(answer);
      passed.destroy();
    });
    asked.pipe(passed);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.url = `http://127.0.0.1:${server.address().port}`;
  return proxy;
}
