// Those who watch an order: server-sent events.

import type { InvoiceRecord } from '../record';

/** What a watcher is told: the record, as one event. */
export interface News {
  /** The same for the same record, in every life of the object. */
  id: string;
  record: InvoiceRecord;
  isLast: boolean;
}

const BEAT_MS = 15_000;
const encoder = new TextEncoder();

class Watcher {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #beat = setInterval(() => this.beat(), BEAT_MS);
  readonly stream: ReadableStream<Uint8Array>;

  constructor(leave: (watcher: Watcher) => void) {
    const { readable, writable } = new IdentityTransformStream();
    this.stream = readable;
    this.#writer = writable.getWriter();
    const left = () => {
      clearInterval(this.#beat);
      leave(this);
    };
    this.#writer.closed.then(left, left);
  }

  beat(): void {
    this.#write(':\n\n');
  }

  tell({ id, record, isLast }: News): void {
    this.#write(`id: ${id}\ndata: ${JSON.stringify(record)}\n\n`);
    if (isLast) this.#writer.close().catch(() => {});
  }

  #write(text: string): void {
    this.#writer.write(encoder.encode(text)).catch(() => {});
  }
}

export class Watchers {
  readonly #watchers = new Set<Watcher>();

  /**
   * A stream that begins with the news, unless the watcher has had it already. One that has had the last gets none: it is not to
   * connect anew.
   */
  add(news: News, lastEventId: string): ReadableStream<Uint8Array> | null {
    const hasIt = news.id === lastEventId;
    if (hasIt && news.isLast) return null;
    const watcher = new Watcher((watcher) => this.#watchers.delete(watcher));
    this.#watchers.add(watcher);
    if (hasIt) watcher.beat();
    else watcher.tell(news);
    return watcher.stream;
  }

  tell(news: News): void {
    for (const watcher of this.#watchers) watcher.tell(news);
  }
}
