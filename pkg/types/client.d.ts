import type { Draft, Issue, Search } from './types.js'
export type * from './types.js'

/** A link as the bank tells of it; what is absent is `null`, and fields that the bank adds are kept. */
export interface Record {
  id: string | null
  shop_id: string | null
  amount: number | null
  invoice_id: string | null
  language: string | null
  currency: string | null
  description: string | null
  account_id: string | null
  recipient_contact: string | null
  recipient_contact_sms: string | null
  notifier_contact: string | null
  notifier_contact_sms: string | null
  expire_period: string | null
  post_link: string | null
  failure_post_link: string | null
  back_link: string | null
  failure_back_link: string | null
  /** RFC 3339. */
  created_date: string | null
  /** RFC 3339. */
  expire_date: string | null
  /** `ACTIVE`, `CHARGED` (paid), or what the bank has beside them. */
  status: 'ACTIVE' | 'CHARGED' | (string & {}) | null
  updated_date: string | null
  /** Where the payer pays. */
  invoice_url: string | null
  merchant_id: string | null
  terminal_id: string | null
  card_save: boolean | null
  [name: string]: unknown
}

export interface ClientOptions {
  /** The Worker's address, `https://…`. */
  url: string | URL
  /** A ticket (in a browser) or an API key (on a server, never in a browser), or what gives one for each call. */
  token: string | (() => string | Promise<string>)
  /** How long one attempt may take, in milliseconds; 30,000 where left out. */
  timeout?: number | undefined
  /** How many more attempts follow one that failed and may succeed later; 2 where left out. */
  retries?: number | undefined
}

export interface CallOptions {
  /** Gives the call up; it then fails with the signal's reason. */
  signal?: AbortSignal | undefined
}

export interface WaitOptions extends CallOptions {
  /** Called with the record at once, then with each change. */
  onChange?: ((record: Record) => void) | undefined
  /** How long the Worker may be out of reach before the wait fails, in milliseconds; 600,000 where left out. */
  patience?: number | undefined
}

/** One page of a search. */
export interface Page {
  /** How many records match in all. */
  totalCount: number
  records: Record[]
}

/**
 * The client of the Worker's HTTP API. A call fails with an {@link EpayError}; with a TypeError, by which nothing was sent,
 * where it was given what is no `invoice_id`, no token, or no JSON; and with what its signal, `token` or `onChange` throws.
 */
export declare class EpayClient {
  /** @throws TypeError where the url, the token or a number is none */
  constructor(options: ClientOptions)
  /** Creates the invoice's link. The same order again gives the same record: to try again is safe. */
  createInvoice(draft: Draft, options?: CallOptions): Promise<Record>
  /** The newest record of the order. */
  getInvoice(invoiceId: string, options?: CallOptions): Promise<Record>
  /** The records that match, page after page. For API keys only. */
  searchInvoices(search: Search, options?: CallOptions): AsyncIterableIterator<Page>
  /** Makes the link unpayable; fails with `already_paid` where it is paid. For API keys only. */
  deactivateInvoice(invoiceId: string, options?: CallOptions): Promise<Record>
  /**
   * Waits until the order comes to an end and gives its record: it is paid (`CHARGED`), or its link cannot be paid any more
   * (whatever the record says). It listens to the Worker's events; where there is no stream, it asks, less and less
   * often, until the record is `CHARGED` or its `expire_date` is past. A Worker that is out of reach is asked again, for as long
   * as `patience` lasts; then the wait fails with an error that is `retryable`.
   */
  waitForPayment(invoiceId: string, options?: WaitOptions): Promise<Record>
}

/** A call that failed. */
export declare class EpayError extends Error {
  /** @param init what the Worker's problem says, as a program's tests may need it */
  constructor(init: EpayErrorInit, options?: { cause?: unknown })
  readonly name: 'EpayError'
  /** What went wrong, for a program: the Worker's code, or `network`, `timeout`, `bad_answer`, `broken_off`. */
  readonly code: string
  /** The HTTP status; 0 where there was no answer. */
  readonly status: number
  /** The request's id, for the shop's logs. */
  readonly requestId: string | undefined
  /** Every issue of the payload, where that was refused. */
  readonly issues: readonly Issue[]
  /** Whether the same call may succeed later. */
  readonly retryable: boolean
  /** After how many seconds, where the Worker has said so. */
  readonly retryAfter: number | undefined
  /** The bank's own answer, where the bank refused. */
  readonly bank: { readonly code: number | null; readonly message: string } | undefined
}

/** What an {@link EpayError} is made of. */
export interface EpayErrorInit {
  code: string
  status: number
  /** What went wrong, for a person: the message is `code: detail`. */
  detail: string
  requestId?: string | null | undefined
  issues?: readonly Issue[] | undefined
  retryable?: boolean | undefined
  retryAfter?: number | null | undefined
  bank?: EpayError['bank'] | null
}
