// A bank that misbehaves as the sandbox cannot: its token's lifetime is said in any way, and its answer held back.

import { once } from 'node:events';
import { createServer } from 'node:http';

/** A bank whose every search finds the same links. Its current token is accepted, and no other. */
export async function startMockBank() {
  let token;
  let held = [];
  const bank = {
    /** How many tokens were asked for. */
    asked: 0,
    /** What the token's answer says beside the token. */
    says: { expires_in: 900 },
    /** The links that every search finds, whatever it is for. */
    finds: [],
    /** By how many spaces its JSON is indented. */
    indent: 0,
    /** How its JSON is written. */
    encode: (text) => text,
    /** Whether answers with tokens are held back. */
    holds: false,
    release() {
      bank.holds = false;
      for (const answer of held) answer();
      held = [];
    },
    revoke: () => { token = undefined; },
  };
  const server = createServer(async (request, response) => {
    for await (const _ of request);
    const json = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(bank.encode(JSON.stringify(body, null, bank.indent)));
    if (request.url !== '/oauth2/token') {
      if (request.headers.authorization !== `Bearer ${token}`) return json(401, 'Token is not valid');
      return json(200, { TotalCount: bank.finds.length, Records: bank.finds });
    }
    bank.asked += 1;
    const fresh = `token-of-the-mock-bank-${bank.asked}`;
    const answer = () => {
      token = fresh;
      json(200, { access_token: fresh, token_type: 'Bearer', ...bank.says });
    };
    if (bank.holds) held.push(answer);
    else answer();
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
