// The loopback ports that the development servers listen on.

import { createServer } from 'node:net';

/** The port that the environment variable `name` names, or the default. */
export function portFrom(environment, name, otherwise) {
  const text = environment[name] || String(otherwise);
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Error(`${name} is ${JSON.stringify(text)}: it must be a port, 1 to 65535`);
  }
  return port;
}

async function listen(port) {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  const { port: taken } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return taken;
}

/** A port that nothing listens on. */
export const freePort = () => listen(0);

/** Throws if something listens on the port already. */
export async function assertFree(port, name) {
  await listen(port).catch((error) => {
    const reason = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be listened on (${error.code})`;
    throw new Error(`port ${port} ${reason}: end what uses it, or choose another with ${name}=…`);
  });
}
