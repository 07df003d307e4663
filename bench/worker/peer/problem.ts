// What callers are told of a failure (RFC 9457).

import type { Issue } from './issue';

const TITLES: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

export interface More {
  /** In seconds; what has it may succeed later. */
  retryAfter?: number;
  issues?: Issue[];
  bank?: { code: number | null; message: string };
  missing?: string[];
  fields?: string[];
  allow?: string;
}

export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, readonly detail: string, readonly more: More = {}) {
    super(code);
  }

  body(requestId: string) {
    const { issues, bank, missing, fields, retryAfter } = this.more;
    return {
      type: `urn:epay-invoice:${this.code}`,
      title: TITLES[this.status] ?? 'Internal Server Error',
      status: this.status,
      detail: this.detail,
      code: this.code,
      request_id: requestId,
      retryable: retryAfter !== undefined,
      issues,
      bank,
      missing,
      fields,
    };
  }
}

export const notFound = () => new Problem(404, 'not_found', 'There is nothing at this path.');

export const methodNotAllowed = (allow: string) => new Problem(405, 'method_not_allowed', `This path takes ${allow}.`, { allow });

export const forbidden = (what: string) => new Problem(403, 'forbidden', `These credentials do not allow their holder to ${what}.`);

export const noInvoice = (invoiceId: string) =>
  new Problem(404, 'invoice_not_found', `The bank has no link of the order ${invoiceId}.`);

export const noEvent = () => new Problem(404, 'event_not_found', 'There is no such event, or none any more.');

export const conflict = (fields: string[]) =>
  new Problem(409, 'invoice_conflict', `The order exists with another ${fields.join(', ')}.`, { fields });

export const alreadyPaid = (invoiceId: string) =>
  new Problem(409, 'already_paid', `The order ${invoiceId} is paid; its link needs no deactivating.`);

export const outcomeUnknown = (retryAfter: number) =>
  new Problem(503, 'outcome_unknown', 'The bank has not said clearly whether it did what was asked. Trying again is safe.', { retryAfter });
