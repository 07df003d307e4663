// What the console says, in each language.

import type { Method, RecordField } from 'epay-invoice';

export interface Texts {
  skip: string;
  languages: string;
  languageLost: string;

  signIn: string;
  key: string;
  keyHint: string;
  keyWrong: string;
  keyScope: string;
  keyEmpty: string;
  enter: string;
  checking: string;
  signOut: string;
  notReady: (detail: string) => string;

  nav: string;
  invoices: string;
  create: string;
  events: string;

  filters: string;
  field: string;
  method: string;
  value: string;
  from: string;
  to: string;
  values: string;
  amounts: string;
  condition: (number: number) => string;
  methods: { [method in Method]: string };
  fields: { [field in RecordField]: string };
  addCondition: string;
  removeCondition: (number: number) => string;
  find: string;
  searching: string;
  found: (count: string) => string;
  nothing: string;
  range: (from: string, to: string, all: string) => string;
  previous: string;
  next: string;
  perPage: string;
  pages: string;
  open: (id: string) => string;
  details: string;
  exportCsv: string;
  exporting: string;
  exported: (count: string) => string;
  cancel: string;
  cancelled: string;

  status: { active: string; paid: string; expired: string; none: string };

  close: string;
  invoice: (id: string) => string;
  link: string;
  copy: string;
  copied: string;
  copyFailed: string;
  qr: string;
  history: string;
  created: string;
  changed: (status: string) => string;
  ends: string;
  ended: string;
  undeliveredEvent: (type: string, trouble: string) => string;
  all: string;

  deactivate: string;
  deactivateTitle: (id: string) => string;
  deactivateText: (sum: string) => string;
  deactivateYes: string;
  keep: string;
  deactivating: string;
  alreadyPaid: string;

  createTitle: string;
  createButton: string;
  createFor: (sum: string) => string;
  creating: string;
  amountWrong: string;
  daysWrong: string;
  phoneWrong: string;
  optional: string;
  days: string;
  payerLanguage: string;
  conflict: (fields: string) => string;
  hints: { invoice_id: string; amount: string; description: string; phone: string; days: string };

  eventsTitle: string;
  eventsHint: string;
  noEvents: string;
  event: string;
  attempts: (count: string) => string;
  nextAttempt: (time: string) => string;
  dead: string;
  retrying: string;
  retry: string;
  retryNamed: (type: string, id: string) => string;
  retried: string;
  delivered: string;
  stillRefused: string;
  more: string;
  refresh: string;
  loading: string;

  problems: { network: string; unauthorized: string; forbidden: string; rate_limited: string; later: string; other: (code: string) => string };
  requestId: (id: string) => string;
}
