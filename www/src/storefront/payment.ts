// One order's link, until it is paid or has ended.

import type { EpayError, Record } from 'epay-invoice/client';
import { announce } from '../shared/announce.ts';
import { fill, h, spinner } from '../shared/dom.ts';
import { moment, money } from '../shared/format.ts';
import { canShare, copy, share } from '../shared/share.ts';
import type { App, Screen } from './app.ts';
import { onlineOrLater } from './pause.ts';
import { Session } from './session.ts';
import { ShopError } from './shop.ts';
import { isPending, itemsOf, readCart, readPending, sameItems, writeCart, writePending } from './store.ts';

/** How often the shop is asked whether an attempt has failed, which is no change of the link. */
const LOOK_MS = 10_000;

export function payment(app: App, session: Session, given: Record | undefined, declined: boolean): Screen {
  const { texts } = app.pack;
  const ending = new AbortController();
  const { signal } = ending;
  const trouble = h('div', { role: 'status' });
  const attempt = h('div', { role: 'status' });
  const body = h('div', { class: 'card pay' });
  const element = h('div', { class: 'payment' }, trouble, attempt, body);
  let shown = '';

  function opening() {
    app.title(texts.opening);
    fill(body, h('h1', { tabindex: -1, class: 'status' }, spinner(), texts.opening), h('div', { class: 'qr-place' }));
  }

  function show(record: Record) {
    const state = record.status === 'CHARGED' ? 'paid' : record.status === 'ACTIVE' ? 'waiting' : 'ended';
    fill(trouble);
    if (state === shown) return;
    const hadFocus = element.contains(document.activeElement);
    shown = state;
    if (state === 'waiting') waiting(record);
    else fill(attempt);
    if (state === 'paid') paid(record);
    if (state === 'ended') ended();
    if (state !== 'waiting') {
      announce(body.querySelector('h1')?.textContent ?? '');
      if (hadFocus) body.querySelector('h1')?.focus();
    }
  }

  function waiting(record: Record) {
    const url = record.invoice_url ?? '';
    const said = h('p', { class: 'said', role: 'status' });
    const address = h('input', { class: 'link', readonly: true, value: url, 'aria-label': texts.link, onfocus: () => address.select() });
    const code = h('div', { class: 'qr-place' });
    app.title(attempt.firstChild ? texts.declinedTitle : texts.waiting);
    fill(body,
      h('p', { class: 'muted order-number' }, texts.order(record.invoice_id ?? '')),
      h('p', { class: 'amount' }, money(record.amount ?? 0, app.language)),
      h('h1', { tabindex: -1, class: 'status' }, spinner(), texts.waiting),
      h('p', { class: 'muted' }, texts.waitingHint),
      h('a', { class: 'button main', href: url, rel: 'noreferrer' }, texts.payAtBank),
      h('p', { class: 'muted scan' }, texts.scan),
      code,
      h('div', { class: 'link-row' }, address,
        canShare()
          ? h('button', { type: 'button', class: 'button', onclick: () => share({ title: texts.order(record.invoice_id ?? ''), url }) }, texts.share)
          : false,
        h('button', { type: 'button', class: 'button', onclick: async () => {
          const done = await copy(url);
          if (!done) address.focus();
          said.textContent = done ? texts.copied : texts.copyFailed;
        } }, texts.copy)),
      said,
      record.expire_date ? h('p', { class: 'muted small' }, texts.until(moment(record.expire_date, app.language))) : false);
    import('../shared/qr.ts').then(({ qrCode }) => fill(code, qrCode(url, texts.qr)), () => {});
  }

  function paid(record: Record) {
    session.pending.paid = true;
    app.title(texts.paidTitle);
    const stored = readPending();
    // once: to a receipt that is looked at again, an equal cart is the next order's
    if (stored?.key === session.pending.key && !stored.paid) {
      writePending(session.pending);
      if (sameItems(itemsOf(readCart()), session.pending.items)) writeCart(new Map());
    }
    const note = h('p', { class: 'muted' }, texts.keepNumber);
    fill(body,
      h('div', { class: 'done', 'aria-hidden': 'true' }, '✓'),
      h('h1', { tabindex: -1 }, texts.paidTitle),
      h('p', {}, texts.paid(money(record.amount ?? 0, app.language))),
      h('p', { class: 'order-number' }, texts.order(record.invoice_id ?? '')),
      note,
      h('a', { class: 'button', href: '#' }, texts.newOrder));
    session.order().then(({ state }) => { if (state === 'mismatch') note.textContent = texts.mismatch; }, () => {});
  }

  function ended() {
    app.title(texts.endedTitle);
    fill(body,
      h('h1', { tabindex: -1 }, texts.endedTitle),
      h('p', {}, texts.ended),
      h('button', { type: 'button', class: 'button main', onclick: () => {
        if (isPending(session.pending.key)) {
          writePending(undefined);
          writeCart(readCart());
        }
        app.go('checkout');
      } }, texts.orderAgain));
  }

  function sayDeclined() {
    if (attempt.firstChild) return;
    app.title(texts.declinedTitle);
    fill(attempt, h('div', { class: 'card notice bad' }, h('h2', {}, texts.declinedTitle), h('p', {}, texts.declined)));
  }

  async function look() {
    if (document.hidden || shown !== 'waiting') return;
    const { state } = await session.order();
    if (state === 'failed' && shown === 'waiting') sayDeclined();
  }

  /** Whether it is worth trying again; else the reason is on the page. */
  function explain(error: unknown): boolean {
    const { retryable, code, requestId } = error as Partial<EpayError>;
    const lost = error instanceof ShopError ? error.status === 0 || error.status >= 500 : retryable || code === 'network' || error instanceof TypeError;
    if (lost) fill(trouble, h('p', { class: 'card notice' }, navigator.onLine && code !== 'network' && !(error instanceof ShopError) ? texts.later : texts.reconnecting));
    else fill(trouble, h('p', { class: 'card notice bad', role: 'alert' }, texts.refused, requestId && ` ${texts.requestId(requestId)}`));
    return lost;
  }

  async function run() {
    let known = given;
    for (let failed = 0; !signal.aborted; failed += 1) {
      try {
        if (!known) known = await session.link();
        if (signal.aborted) return;
        show(known);
        const client = await session.client();
        const last = await client.waitForPayment(known.invoice_id ?? '', {
          signal,
          // the payer is told at once that the connection is lost
          patience: 0,
          onChange: (record) => {
            failed = 0;
            if (!signal.aborted) show(record);
          },
        });
        // its time has run out, whatever its status says
        if (!signal.aborted && last.status === 'ACTIVE') show({ ...last, status: 'EXPIRED' });
        return;
      } catch (error) {
        if (signal.aborted) return;
        if ((error as Partial<EpayError>).code === 'invoice_not_found') {
          if (isPending(session.pending.key)) writePending(undefined);
          return app.go('checkout');
        }
        if (!explain(error)) return;
        await onlineOrLater(failed, signal);
      }
    }
  }

  opening();
  if (declined) sayDeclined();
  if (given) show(given);
  void run();
  const timer = setInterval(() => look().catch(() => {}), LOOK_MS);
  const seen = () => void look().catch(() => {});
  document.addEventListener('visibilitychange', seen);
  return {
    element,
    leave: () => {
      ending.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    },
  };
}
