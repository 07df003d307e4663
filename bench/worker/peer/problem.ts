// What callers are told of a failure (RFC 9457).

import type { Issue } from './schema';

const TITLES: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

interface More {
  retryAfter?: number;
  issues?: Issue[];
  bank?: { code: number | null; message: string };
  fields?: string[];
}

export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, readonly detail: string, readonly more: More = {}) {
    super(code);
  }

  body(requestId: string) {
    const { issues, bank, fields, retryAfter } = this.more;
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
      fields,
    };
  }
}

const rule = ({ code, params }: Issue) => {
  const list = Object.entries(params).map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`);
  return list.length ? `${code} (${list.join(', ')})` : code;
};

const show = (issue: Issue) => (issue.path.length ? `${pathText(issue.path)}: ${rule(issue)}` : rule(issue));

const pathText = (path: (string | number)[]) =>
  path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${step}` : step), '');

export const invalid = (issues: Issue[]) =>
  new Problem(422, 'invalid_payload', `The payload breaks rules: ${issues.map(show).join('; ')}.`, { issues });

export const invalidPath = (issue: Issue) =>
  new Problem(422, 'invalid_payload', `The path's invoice_id breaks a rule: ${rule(issue)}.`, { issues: [issue] });

export const noInvoice = (invoiceId: string) =>
  new Problem(404, 'invoice_not_found', `The bank has no link of the order ${invoiceId}.`);

export const conflict = (fields: string[]) =>
  new Problem(409, 'invoice_conflict', `The order exists with another ${fields.join(', ')}.`, { fields });

export const outcomeUnknown = (retryAfter: number) =>
  new Problem(503, 'outcome_unknown', 'The bank has not said clearly whether it did what was asked. Trying again is safe.', { retryAfter });

export const unavailable = (retryAfter: number) =>
  new Problem(503, 'bank_unavailable', 'The bank cannot be used at the moment. Nothing was done.', { retryAfter });
