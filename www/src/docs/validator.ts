// A payload, judged as it is typed: by the package, in this browser. Nothing is sent.

import { type Issue, type Locale, message, validateDraft, validateInvoice, validateSearch } from 'epay-invoice';
import { fill, h } from '../shared/dom.ts';
import { LANGUAGES } from '../shared/language.ts';

const KINDS = {
  draft: { label: 'Draft, for POST /v1/invoices', validate: validateDraft as (input: unknown) => { ok: boolean; issues?: readonly Issue[] } },
  search: { label: 'Search, for POST /v1/invoices/search', validate: validateSearch },
  invoice: { label: 'Invoice, the bank’s own create payload', validate: validateInvoice },
};
type Kind = keyof typeof KINDS;

// Each has mistakes that people make.
const SAMPLES: { [kind in Kind]: unknown } = {
  draft: {
    invoice_id: '25458124232312321', amount: 1500.505, description: 'Шай «Қазыбек»', recipient_contact: 'buyer@example',
    recipient_contact_sms: '87012345678', langauge: 'kaz',
  },
  search: {
    paging: { skip: 0, limit: 0 }, searchParameters: [{ name: 'invoice_id', method: 'like', searchParameter: ['2024'] }],
    orderParameters: { field: 'created', typeOrder: 'DESC' },
  },
  invoice: {
    shop_id: '04f25a4b-d2bd-4dd8-b3a7-9390be4774c4', account_id: '0003413423', invoice_id: '25458124232312321', amount: 100, language: 'rus',
    description: 'asdasdasdas', expire_period: '1d', recipient_contact: 'EXAMPLE@halykbank.kz', recipient_contact_sms: '+777711111111',
    notifier_contact_sms: '', currency: 'KZT', post_link: 'https//mail.ru', failure_post_link: 'https//mail.ru', back_link: 'https//mail.ru',
    failure_back_link: 'https//mail.ru',
  },
};

const pretty = (kind: Kind): string => JSON.stringify(SAMPLES[kind], null, 2);

export function validator(first: Locale): HTMLElement {
  let locale = first;
  let kind: Kind = 'draft';
  const verdict = h('div', { class: 'verdict', role: 'status', tabindex: 0 });
  const text = h('textarea', { id: 'payload', class: 'code', rows: 14, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'off', oninput: judge });
  text.value = pretty(kind);
  const kinds = h('select', { id: 'kind', onchange: () => {
    // what is pasted stays; a sample gives way to the other kind's
    const untouched = text.value === pretty(kind);
    kind = kinds.value as Kind;
    if (untouched) text.value = pretty(kind);
    judge();
  } }, ...Object.entries(KINDS).map(([name, { label }]) => h('option', { value: name }, label)));
  const languages = h('select', { id: 'issue-language', onchange: () => {
    locale = languages.value as Locale;
    judge();
  } }, ...LANGUAGES.map(([tag, , name]) => h('option', { value: tag, lang: tag, selected: tag === locale }, name)));

  function judge() {
    let payload: unknown;
    try {
      payload = JSON.parse(text.value);
    } catch (error) {
      const { message: said } = error as SyntaxError;
      text.setAttribute('aria-invalid', 'true');
      return fill(verdict, h('p', { class: 'notice bad' }, `This is no JSON. ${said}`));
    }
    const { ok, issues = [] } = KINDS[kind].validate(payload);
    if (ok) {
      text.removeAttribute('aria-invalid');
      return fill(verdict, h('p', { class: 'notice good' }, 'Valid: no rule is broken.'));
    }
    text.setAttribute('aria-invalid', 'true');
    fill(verdict, h('p', { class: 'issue-count' }, issues.length === 1 ? '1 issue' : `${issues.length} issues`),
      h('ol', { class: 'issues' }, ...issues.map((issue) => h('li', {},
        h('p', {}, h('code', { class: 'path' }, issue.path.join('.') || '(the payload)'), ' ', h('code', { class: 'code-name' }, issue.code)),
        h('p', { lang: locale }, message(issue, locale)),
        Object.keys(issue.params).length > 0 && h('p', { class: 'muted small' }, h('code', {}, JSON.stringify(issue.params)))))));
  }

  judge();
  return h('div', { class: 'validator' },
    h('div', { class: 'judged' },
      h('div', { class: 'field' }, h('label', { for: 'kind' }, 'Payload'), kinds),
      h('div', { class: 'field' }, h('label', { for: 'issue-language' }, 'Issues in'), languages),
      h('div', { class: 'field payload' }, h('label', { for: 'payload' }, 'JSON'), text)),
    verdict);
}
