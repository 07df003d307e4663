// The calls that the package's client does not have: readiness, and the events that the shop has not accepted.

export interface Undelivered {
  id: string;
  type: string;
  invoice_id: string;
  timestamp: string;
  state: 'retrying' | 'dead';
  attempts: number;
  next_attempt: string | null;
  trouble: string;
}

/** A call that failed, with the members of an EpayError that are told. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly retryable: boolean;
  constructor(status: number, problem: { code?: string; detail?: string; request_id?: string; retryable?: boolean }) {
    super(problem.code);
    this.code = problem.code ?? 'network';
    this.status = status;
    this.detail = problem.detail ?? '';
    this.requestId = problem.request_id;
    this.retryable = problem.retryable ?? status === 0;
  }
}

export class Api {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  /** Whether the Worker could serve an order. */
  ready(): Promise<unknown> {
    return this.#call('GET', '/readyz');
  }

  undelivered(after?: string): Promise<{ events: Undelivered[]; next: string | null }> {
    return this.#call('GET', `/v1/events/undelivered?${new URLSearchParams({ limit: '50', ...(after && { after }) })}`);
  }

  retry(eventId: string): Promise<unknown> {
    return this.#call('POST', `/v1/events/${encodeURIComponent(eventId)}/retry`);
  }

  async #call<T>(method: string, path: string): Promise<T> {
    let answer: Response;
    let body: unknown;
    try {
      answer = await fetch(path, { method, headers: { Authorization: `Bearer ${this.#key}` }, cache: 'no-store' });
      const text = await answer.text();
      body = text ? JSON.parse(text) : undefined;
    } catch {
      throw new ApiError(0, {});
    }
    if (!answer.ok) throw new ApiError(answer.status, body as object);
    return body as T;
  }
}
