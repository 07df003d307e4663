// A new invoice, for an order that came by telephone.

import { type Draft, normalizeAmount, normalizePhone, validateField } from 'epay-invoice';
import type { EpayError } from 'epay-invoice/client';
import { fill, h, spinner } from '../shared/dom.ts';
import { type Field, field } from '../shared/field.ts';
import { money } from '../shared/format.ts';
import { LANGUAGES, bankLanguage } from '../shared/language.ts';
import { maskAmount, maskPhone } from '../shared/mask.ts';
import type { App, Section } from './app.ts';
import { showDetails } from './details.ts';
import { explain } from './problem.ts';

type Name = 'invoice_id' | 'amount' | 'description' | 'recipient_contact' | 'recipient_contact_sms' | 'expire_period';

const DAYS = /^\d+$/;

/** What was typed outlives a change of language. */
let typed: { [name in Name]?: string } = {};

/** For the next operator. */
export const forgetTyped = (): void => { typed = {}; };

export function create(app: App): Section {
  const { texts, draftSchema, message } = app.pack;
  let busy = false;

  /** The value as it is sent; undefined where it is left out. */
  const read = (name: Name, text: string): string | number | undefined => {
    const plain = text.trim();
    if (!plain) return undefined;
    if (name === 'amount') return normalizeAmount(plain);
    if (name === 'recipient_contact_sms') return normalizePhone(plain);
    if (name === 'expire_period') return DAYS.test(plain) ? `${plain}d` : plain;
    return plain;
  };
  const check = (name: Name) => (text: string): string | undefined => {
    const [issue] = validateField(draftSchema, name, read(name, text)).issues ?? [];
    if (!issue) return undefined;
    if (issue.code.startsWith('phone_')) return texts.phoneWrong;
    // the field takes plain days, and its rule asks for the bank's own form of them
    if (issue.code === 'expire_period_format') return texts.daysWrong;
    return ['not_finite', 'not_number'].includes(issue.code) ? texts.amountWrong : message(issue);
  };
  const make = (name: Name, label: string, hint: string, attributes: { [name: string]: string | boolean }, mask?: (text: string) => string): Field => field({
    name, label, ...(hint && { hint }), value: typed[name] ?? '', attributes: { autocomplete: 'off', ...attributes }, ...(mask && { mask }),
    check: check(name), onInput: (text) => {
      typed[name] = text;
      if (!busy) nameButton();
    },
  });
  const { hints, fields: labels } = texts;
  const fields: { [name in Name]: Field } = {
    invoice_id: make('invoice_id', labels.invoice_id, hints.invoice_id, { inputmode: 'numeric', required: true }),
    amount: make('amount', `${labels.amount}, ₸`, hints.amount, { inputmode: 'decimal', required: true }, maskAmount),
    description: make('description', labels.description, hints.description, { required: true, maxlength: '200' }),
    recipient_contact: make('recipient_contact', labels.recipient_contact, '', { type: 'email', required: true, spellcheck: 'false' }),
    recipient_contact_sms: make('recipient_contact_sms', labels.recipient_contact_sms, hints.phone, { type: 'tel', required: true }, maskPhone),
    expire_period: make('expire_period', `${texts.days} (${texts.optional})`, hints.days, { inputmode: 'numeric' }),
  };
  const names = Object.keys(fields) as Name[];
  const language = h('select', { id: 'language' }, ...LANGUAGES
    .map(([tag, , name]) => h('option', { value: bankLanguage(tag), lang: tag, selected: tag === app.language }, name)));
  const fault = h('div', { role: 'alert' });
  const button = h('button', { type: 'submit', class: 'button main' });
  const element = h('div', { class: 'section narrow' }, h('h1', { tabindex: -1 }, texts.createTitle),
    h('form', { class: 'card create', novalidate: true, onsubmit: submit }, ...names.map((name) => fields[name].element),
      h('div', { class: 'field' }, h('label', { for: 'language' }, texts.payerLanguage), language), fault, button));
  nameButton();

  /** The sum is seen before the buyer hears of it. */
  function nameButton() {
    const { value } = fields.amount.input;
    const amount = check('amount')(value) === undefined ? read('amount', value) : undefined;
    fill(button, typeof amount === 'number' ? texts.createFor(money(amount, app.language)) : texts.createButton);
  }

  async function submit(event: Event) {
    event.preventDefault();
    if (busy) return;
    const wrong = names.filter((name) => !fields[name].validate());
    if (wrong[0]) return fields[wrong[0]].input.focus();
    const draft = { language: language.value } as { [name: string]: unknown };
    for (const name of names) {
      const value = read(name, fields[name].input.value);
      if (value !== undefined) draft[name] = value;
    }
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    fill(button, spinner(), texts.creating);
    fill(fault);
    const own = typed;
    try {
      const record = await app.client.createInvoice(draft as unknown as Draft);
      // who has signed out meanwhile leaves nothing to be seen
      if (typed !== own) return;
      typed = {};
      for (const name of names) {
        fields[name].input.value = '';
        fields[name].element.classList.remove('right');
      }
      showDetails(app, record);
    } catch (error) {
      const { code, issues = [] } = error as Partial<EpayError>;
      for (const issue of issues) fields[issue.path[0] as Name]?.refuse(message(issue));
      if (code === 'invoice_conflict') fields.invoice_id.refuse(texts.conflict(differing(error)));
      else if (issues.length === 0) fill(fault, h('p', { class: 'notice bad' }, explain(error, texts)));
    }
    busy = false;
    button.removeAttribute('aria-disabled');
    nameButton();
  }

  /** The names are in the problem's words: the client keeps no other part of it. */
  function differing(error: unknown): string {
    const said = error instanceof Error ? error.message : '';
    return Object.entries(labels).filter(([name]) => new RegExp(`\\b${name}\\b`).test(said)).map(([, label]) => label).join(', ') || said;
  }

  return { element };
}
