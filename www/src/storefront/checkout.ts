// Who pays: the form, checked as it is typed, and the link that is made of it.

import { normalizePhone, validateField } from 'epay-invoice';
import type { EpayError, Record } from 'epay-invoice/client';
import { announce } from '../shared/announce.ts';
import { fill, h, spinner } from '../shared/dom.ts';
import { field } from '../shared/field.ts';
import { money } from '../shared/format.ts';
import { maskPhone } from '../shared/mask.ts';
import type { App, Screen } from './app.ts';
import { cartTable, total } from './catalogue.ts';
import { onlineOrLater } from './pause.ts';
import { Session, loadClient } from './session.ts';
import { ShopError } from './shop.ts';
import { type Contact, cartKey, isPending, itemsOf, readCart, readPending, sameItems, writeCart, writePending } from './store.ts';

// What was typed, so that another language, or the way back, does not take it away. Not stored.
const typed = { email: '', phone: '' };

/** `unfinished` is what the link was to be made with when the page was closed over it; with `resume` it goes on by itself. */
export function checkout(app: App, proceed: (session: Session, record: Record) => void, unfinished?: Contact, resume = false): Screen {
  const { texts, draftSchema, message } = app.pack;
  const items = itemsOf(readCart());
  let busy = false;
  let left = false;
  /** The pause before the next attempt, and how many have failed since the buyer's own. */
  let waiting: AbortController | undefined;
  let failed = 0;
  typed.email ||= unfinished?.email ?? '';
  typed.phone ||= maskPhone(unfinished?.phone ?? '');

  const email = field({
    name: 'email', label: texts.email, hint: texts.emailHint, value: typed.email,
    attributes: { type: 'email', autocomplete: 'email', required: true, spellcheck: 'false', autocapitalize: 'off' },
    check: (text) => {
      const { issues } = validateField(draftSchema, 'recipient_contact', text.trim() || undefined);
      return issues?.[0] && message(issues[0]);
    },
    onInput: (text) => { typed.email = text; },
  });
  const phone = field({
    name: 'phone', label: texts.phone, hint: texts.phoneHint, value: typed.phone,
    attributes: { type: 'tel', autocomplete: 'tel', required: true, placeholder: '+7 701 234 56 78' },
    mask: maskPhone,
    check: (text) => {
      const { issues } = validateField(draftSchema, 'recipient_contact_sms', normalizePhone(text) || undefined);
      const [issue] = issues ?? [];
      // the rule counts what is sent; a person types spaces, and may
      return issue && (issue.code.startsWith('phone_') ? texts.phoneWrong : message(issue));
    },
    onInput: (text) => { typed.phone = text; },
  });

  const sum = h('span', {});
  const button = h('button', { type: 'submit', class: 'button main' });
  const banner = h('div', { role: 'alert' });
  const lines = h('div', { class: 'order-lines' });
  const form = h('form', { novalidate: true, class: 'card form', onsubmit: submit },
    email.element, phone.element, banner, button, h('p', { class: 'muted small' }, texts.secure));
  const element = h('div', { class: 'checkout' },
    h('p', { class: 'back' }, h('a', { href: '#' }, '← ', texts.back)),
    h('h1', { tabindex: -1 }, texts.checkoutTitle),
    h('div', { class: 'columns' }, form,
      h('aside', { class: 'card order', 'aria-labelledby': 'order-title' }, h('h2', { id: 'order-title' }, texts.yourOrder), lines)));
  label('');
  app.title(texts.checkoutTitle);

  app.products().then((products) => {
    const price = money(total(products, readCart()), app.language);
    fill(lines, cartTable(app, products, readCart()), h('p', { class: 'total' }, h('span', {}, texts.total), h('span', { class: 'sum' }, price)));
    sum.textContent = price;
    if (!busy) label(price);
  }, () => {});
  loadClient().catch(() => {});

  function label(price: string) {
    fill(button, price ? texts.pay(price) : texts.checkout);
  }

  function setBusy(now: boolean) {
    busy = now;
    // not `disabled`, which would lose the focus
    button.setAttribute('aria-disabled', String(now));
    for (const input of [email.input, phone.input]) input.readOnly = now;
    if (now) fill(button, spinner(), texts.creating);
    else label(sum.textContent ?? '');
  }

  function submit(event: Event) {
    event.preventDefault();
    if (busy) return;
    waiting?.abort();
    failed = 0;
    const wrong = [email, phone].filter((one) => !one.validate());
    if (wrong[0]) {
      announce(texts.fix);
      wrong[0].input.focus();
      return;
    }
    say('');
    announce(texts.creating);
    void attempt();
  }

  async function attempt() {
    setBusy(true);
    const contact = { email: email.input.value.trim(), phone: normalizePhone(phone.input.value) };
    const known = readPending();
    const pending = known && !known.paid && sameItems(known.items, items)
      ? { ...known, contact }
      : { key: cartKey(), items, language: app.language, contact };
    // before anything goes out: a page that is reloaded now takes the same steps with the same key
    writePending(pending);
    const session = new Session(pending);
    try {
      const record = await session.link();
      // another language has drawn the form anew, but the buyer still waits here
      if (!left || location.hash === '#checkout') proceed(session, record);
    } catch (error) {
      // what is refused has made nothing: the next attempt is another order
      if (isRefusal(error) && isPending(pending.key)) {
        writePending(undefined);
        writeCart(readCart());
      }
      if (left) return;
      setBusy(false);
      explain(error);
    }
  }

  function explain(error: unknown) {
    const failure = error as Partial<EpayError>;
    if (failure.issues?.length) {
      const fields = { recipient_contact: email, recipient_contact_sms: phone };
      for (const issue of failure.issues) fields[issue.path[0] as keyof typeof fields]?.refuse(message(issue));
    }
    if (error instanceof ShopError ? error.status === 0 || error.status >= 500 : failure.code === 'network' || !navigator.onLine || error instanceof TypeError) {
      say(navigator.onLine ? texts.unanswered : texts.offline);
      void again();
      return;
    }
    const id = failure.requestId;
    say(failure.retryable ? texts.later : id ? `${texts.refused} ${texts.requestId(id)}` : texts.refused, 'notice bad');
  }

  /** What is said already stays as it is: it does not move, and is not read out once more. */
  function say(text: string, look = 'notice') {
    if (banner.textContent !== text) fill(banner, text && h('p', { class: look }, text));
  }

  async function again() {
    const { signal } = waiting = new AbortController();
    await onlineOrLater(failed, signal);
    failed += 1;
    // what is changed meanwhile, and wrong, is the buyer's to send
    if (!signal.aborted && [email, phone].every((one) => one.validate())) void attempt();
  }

  if (resume) queueMicrotask(() => form.requestSubmit());
  return {
    element,
    leave: () => {
      left = true;
      waiting?.abort();
    },
  };
}

const isRefusal = (error: unknown): boolean => {
  const { status, retryable } = error as Partial<EpayError>;
  return !retryable && status !== undefined && status >= 400 && status < 500;
};
