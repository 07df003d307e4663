// One invoice: its link, its history, and the end of it.

import type { RecordField } from 'epay-invoice';
import type { EpayError, Record } from 'epay-invoice/client';
import { fill, h, spinner } from '../shared/dom.ts';
import { money, shortly } from '../shared/format.ts';
import { qrCode } from '../shared/qr.ts';
import { copy } from '../shared/share.ts';
import type { App } from './app.ts';
import { badge, isOver, statusText } from './badge.ts';
import { openDialog } from './dialog.ts';
import { explain } from './problem.ts';

/** Shows the record, and watches it for as long as it is shown; `changed` is told each change. */
export function showDetails(app: App, given: Record, changed: (record: Record) => void = () => {}): void {
  const { texts } = app.pack;
  const id = given.invoice_id ?? '';
  const ending = new AbortController();
  const state = h('div', { class: 'state', role: 'status' });
  const end = h('div', { class: 'end' });
  const said = h('p', { class: 'said', role: 'status' });
  const url = given.invoice_url ?? '';
  const address = h('input', { class: 'link', readonly: true, value: url, 'aria-label': texts.link, onfocus: () => address.select() });
  const story = h('ol', { class: 'history' }, h('li', {}, spinner()));
  const all = h('dl', { class: 'all' });
  const dialog = openDialog('details', h('h2', {}, texts.invoice(id)), texts.close,
    h('p', { class: 'amount' }, money(given.amount ?? 0, app.language)),
    state,
    h('p', {}, given.description ?? ''),
    h('div', { class: 'pay-link' }, qrCode(url, texts.qr), h('div', { class: 'pay-link-text' }, address,
      h('button', { type: 'button', class: 'button', onclick: async () => {
        const done = await copy(url);
        if (!done) address.focus();
        said.textContent = done ? texts.copied : texts.copyFailed;
      } }, texts.copy), said)),
    h('h3', {}, texts.history), story,
    h('details', {}, h('summary', {}, texts.all), all),
    end);
  dialog.addEventListener('close', () => ending.abort());

  let shown: string | undefined;
  function show(record: Record) {
    fill(state, badge(record, texts));
    fill(all, ...Object.entries(record).filter(([, value]) => value !== null && value !== '').flatMap(([name, value]) => [
      h('dt', {}, texts.fields[name as RecordField] ?? name), h('dd', {}, typeof value === 'object' ? JSON.stringify(value) : String(value)),
    ]));
    if (shown === record.status) return;
    const before = shown;
    shown = record.status ?? '';
    fill(end, record.status === 'ACTIVE' && h('button', { type: 'button', class: 'button bad', onclick: () => void ask(record) }, texts.deactivate));
    if (before !== undefined) changed(record);
    void tell();
  }

  async function tell() {
    try {
      const entries = await history(app, id);
      fill(story, ...entries.map(({ time, text }) => h('li', {}, h('span', { class: 'muted' }, time ? shortly(time) : ''), h('span', {}, text))));
    } catch (error) {
      if (!ending.signal.aborted) fill(story, h('li', { class: 'field-error' }, explain(error, texts)));
    }
  }

  async function ask(record: Record) {
    const result = await confirmDeactivation(app, record);
    if (result) show(result);
  }

  async function watch() {
    try {
      show(await app.client.getInvoice(id, { signal: ending.signal }));
      await app.client.waitForPayment(id, { signal: ending.signal, onChange: show });
    } catch (error) {
      if (!ending.signal.aborted) said.textContent = explain(error, texts);
    }
  }

  show(given);
  void watch();
}

interface Entry {
  time: string | undefined;
  text: string;
}

/** What became of the order: each of its links, and the events that did not reach the shop. */
async function history(app: App, id: string): Promise<Entry[]> {
  const { texts } = app.pack;
  const entries: Entry[] = [];
  const links = app.client.searchInvoices({
    paging: { skip: 0, limit: 100 }, searchParameters: [{ name: 'invoice_id', method: '=', searchParameter: [id] }],
    orderParameters: { field: 'created_date', typeOrder: 'ASC' },
  });
  for await (const { records } of links) {
    for (const record of records) {
      entries.push({ time: moment(record.created_date), text: texts.created });
      if (record.status !== 'ACTIVE') entries.push({ time: moment(record.updated_date), text: texts.changed(statusText(record, texts)) });
      else if (record.expire_date) entries.push({ time: record.expire_date, text: isOver(record) ? texts.ended : texts.ends });
    }
  }
  for (let after: string | null | undefined; after !== null;) {
    const page = await app.api.undelivered(after);
    for (const { invoice_id, timestamp, type, trouble } of page.events) {
      if (invoice_id === id) entries.push({ time: timestamp, text: texts.undeliveredEvent(type, trouble) });
    }
    after = page.next;
  }
  return entries.sort((a, b) => Date.parse(a.time ?? '') - Date.parse(b.time ?? '') || 0);
}

/** The bank's "never" is the year 1. */
const moment = (time: string | null): string | undefined => (time && Date.parse(time) > 0 ? time : undefined);

/** Asks, deactivates, and gives the record; nothing where it was left as it is. */
function confirmDeactivation(app: App, record: Record): Promise<Record | undefined> {
  const { texts } = app.pack;
  const id = record.invoice_id ?? '';
  return new Promise((resolve) => {
    let done: Record | undefined;
    const fault = h('p', { class: 'field-error', role: 'alert' });
    const yes = h('button', { type: 'button', class: 'button bad', onclick: run }, texts.deactivateYes);
    const keep = h('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, texts.keep);
    const dialog = openDialog('confirm', h('h2', {}, texts.deactivateTitle(id)), texts.close,
      h('p', {}, texts.deactivateText(money(record.amount ?? 0, app.language))), fault, h('div', { class: 'buttons' }, keep, yes));
    dialog.addEventListener('close', () => resolve(done));
    keep.focus();

    let busy = false;
    async function run() {
      if (busy) return;
      busy = true;
      yes.setAttribute('aria-disabled', 'true');
      fill(yes, spinner(), texts.deactivating);
      fault.textContent = '';
      try {
        done = await app.client.deactivateInvoice(id);
        dialog.close();
      } catch (error) {
        if ((error as Partial<EpayError>).code === 'already_paid') {
          fault.textContent = texts.alreadyPaid;
          yes.remove();
          keep.textContent = texts.close;
          keep.focus();
          // what has happened meanwhile is worth seeing
          done = await app.client.getInvoice(id).catch(() => undefined);
          return;
        }
        fault.textContent = explain(error, texts);
        fill(yes, texts.deactivateYes);
        yes.removeAttribute('aria-disabled');
        busy = false;
      }
    }
  });
}
