// What crosses between the Worker's wasm and the platform: one call for each thing that is done, texts joined into one.
// It holds no decision; those are in Rust.

/** Headers, from one text with a line for each name and each value: no value in HTTP holds a line break. */
function headersOf(lines) {
  const parts = lines.split('\n');
  const headers = {};
  for (let i = 0; i + 1 < parts.length; i += 2) headers[parts[i]] = parts[i + 1];
  return headers;
}

/** The method, the URL and the values of the named headers (names separated by a space), a line for each. */
export function head({ method, url, headers }, names) {
  const lines = [method, url];
  for (const name of names.split(' ')) lines.push(headers.get(name) ?? '');
  return lines.join('\n');
}

/** What is read and thrown away of a body that is too large: a sender who is cut off at once may never see the answer. */
const PATIENCE = 1 << 20;

/** The body as a text, if it is known to be small, else as bytes; or undefined where it is larger than `most`. */
export function body(request, isSmall, most) {
  // the stream is touched only where it must be: it is an object more, and an async function a promise more
  return isSmall ? request.text() : streamedBody(request, most);
}

/** The bytes of a body that came as such, or undefined where it was too large. */
export function bytes(body) {
  return body;
}

/** The body as text; or undefined. A buffer would live until old memory is collected. */
async function text(answer, most) {
  if (Number(answer.headers.get('content-length') ?? most + 1) <= most) return answer.text();
  const bytes = await streamedBody(answer, most);
  return bytes && new TextDecoder().decode(bytes);
}

async function streamedBody(message, most) {
  if (!message.body) return new Uint8Array(0);
  const chunks = [];
  let size = 0;
  const reader = message.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size <= most) chunks.push(value);
    else if (size > PATIENCE) {
      await reader.cancel();
      break;
    }
  }
  if (size > most) return undefined;
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** What every answer has among its headers. */
let common;
/** Counts the wasm's lives. */
let life = 0;

/** Common headers are copied where they are, by the platform: to read each from JavaScript again takes 2 µs of an answer. */
export function beginLife(headers) {
  life++;
  common = new Headers(headersOf(headers));
}

function answerOf(body, status, lines) {
  const answer = new Response(body, { status, headers: common });
  const { headers } = answer;
  const parts = lines.split('\n');
  for (let i = 0; i + 1 < parts.length; i += 2) headers.set(parts[i], parts[i + 1]);
  return answer;
}

export function respond(status, headers, body) {
  return answerOf(body === '' ? null : body, status, headers);
}

/**
 * One call to the outside, its answer read whole: a line with its status, one with its Retry-After, then its text. A status of
 * 0: no answer in time; of -1: none at all, or one larger than `most`; where that is 0 the status is all that is wanted.
 * Redirects are not followed: what is sent is for that host alone.
 */
export async function send(method, url, headers, body, timeoutMs, most) {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(url, {
      method, headers: headersOf(headers), body: body === '' ? undefined : body, redirect: 'manual', signal,
    });
    if (!most) answer.body?.cancel().catch(() => {});
    const content = most ? await text(answer, most) : '';
    return content === undefined ? '-1' : `${answer.status}\n${answer.headers.get('retry-after') ?? ''}\n${content}`;
  } catch {
    return signal.aborted ? '0' : '-1';
  }
}

/** A pause. */
export function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks the Durable Object of that name; it answers with what its `ask` gives. */
export function ask(namespace, name, question) {
  return namespace.getByName(name).ask(question);
}

/** Asks the Durable Object of that name for a stream. */
export function watch(namespace, name, headers) {
  return namespace.getByName(name).fetch('https://object/', { headers: headersOf(headers) });
}

/** An object's answer as the Worker's own: its body goes on as it comes, its headers are replaced. */
export function forward(answer, headers) {
  return answerOf(answer.body, answer.status, headers);
}

/** The status of an object's answer and its problem's code, then those of the named headers that it has, as lines. */
export function answered({ status, headers }, names) {
  const lines = [status, headers.get('x-code') ?? ''];
  for (const name of names.split(' ')) if (headers.has(name)) lines.push(name, headers.get(name));
  return [...lines, ''].join('\n');
}

export function load(storage, key) {
  return storage.kv.get(key);
}

/** Saves the text, if it is given, and, where it is not NaN, sets the alarm (a negative time: none): both or neither. */
export function save(storage, key, text, alarmMs) {
  if (text !== undefined) storage.kv.put(key, text);
  if (alarmMs >= 0) void storage.setAlarm(alarmMs);
  else if (alarmMs < 0) void storage.deleteAlarm();
}

/** The table of undelivered events: a row's key is its place in the list. */
function rows(storage, query, ...values) {
  storage.sql.exec('CREATE TABLE IF NOT EXISTS events (key TEXT PRIMARY KEY, invoice_id TEXT, json TEXT) WITHOUT ROWID');
  storage.sql.exec('CREATE INDEX IF NOT EXISTS events_by_order ON events (invoice_id)');
  return storage.sql.exec(query, ...values).toArray();
}

/** Keeps these rows, pairs of a key and its JSON, as all that there are of the order. */
export function keepRows(storage, order, lines) {
  storage.transactionSync(() => {
    rows(storage, 'DELETE FROM events WHERE invoice_id = ?', order);
    const parts = lines.split('\n');
    for (let i = 0; i + 1 < parts.length; i += 2) rows(storage, 'INSERT INTO events VALUES (?, ?, ?)', parts[i], order, parts[i + 1]);
  });
}

/** The rows behind the key, at most that many: pairs of a key and its JSON, a line for each. */
export function rowsAfter(storage, key, most) {
  const found = rows(storage, 'SELECT key, json FROM events WHERE key > ? ORDER BY key LIMIT ?', key, most);
  return found.map(({ key, json }) => `${key}\n${json}`).join('\n');
}

/** A binding that is no variable, if it is there. */
export function binding(env, name) {
  return typeof env[name] === 'object' ? env[name] : undefined;
}

/** One data point for Analytics Engine. The first text is the index it is sampled by. */
export function writeDataPoint(env, texts, status, ms) {
  const blobs = texts.split('\n');
  env.ANALYTICS.writeDataPoint({ indexes: [blobs[0]], blobs, doubles: [status, ms] });
}

/**
 * A stream of server-sent events: the response that it is, and its writing end; without an id, a beat is pushed. A beat every
 * 15 s shows that it lives; one whose wasm has died will never tell anything, and breaks off instead, so that its watcher
 * comes again.
 */
export function stream() {
  const { readable, writable } = new TransformStream();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  const born = life;
  let open = true;
  const stop = () => {
    open = false;
    clearInterval(beat);
  };
  const push = (id, data, isLast) => {
    if (!open) return false;
    // what the bank's own JSON has between its words would end a line of the event
    const text = id ? `id: ${id}\ndata: ${data.replace(/[\r\n]/g, ' ')}\n\n` : ':\n\n';
    writer.write(encoder.encode(text)).catch(stop);
    if (isLast) {
      stop();
      writer.close().catch(() => {});
    }
    return open;
  };
  const beat = setInterval(() => {
    if (born === life) return push();
    stop();
    writer.abort().catch(() => {});
  }, 15_000);
  writer.closed.catch(stop);
  return { response: new Response(readable), push };
}

export function parts(head, body) {
  return { head, body };
}

/** Keeps an object at work until the promises have come to rest, whether well or not. One that is gone waits for nothing. */
export function waitUntil(state, promises) {
  try {
    state.waitUntil(Promise.allSettled(promises));
  } catch {}
}

export function error(text) {
  return new Error(text);
}

/** What a thrown value says. */
export function thrown(error) {
  return String(error?.message ?? error);
}

export function panicked(file, line, column) {
  console.error(`panicked at ${file}:${line}:${column}`);
}

export function id() {
  return crypto.randomUUID();
}

/** A variable or a secret, as text. */
export function setting(env, key) {
  const value = env[key];
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

/** Counts one more request of that key: whether it is within the limit, in `success`. Without the binding it always is. */
export function withinLimit(env, binding, key) {
  return env[binding]?.limit({ key }) ?? Promise.resolve({ success: true });
}

export function isSuccess({ success }) {
  return success;
}
