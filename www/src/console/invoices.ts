// The search and its pages.

import type { Condition, RecordField, Search } from 'epay-invoice';
import type { Page, Record } from 'epay-invoice/client';
import { announce } from '../shared/announce.ts';
import { fill, h, spinner } from '../shared/dom.ts';
import { count, money, shortly } from '../shared/format.ts';
import type { App, Section } from './app.ts';
import { badge } from './badge.ts';
import { asSent, conditions } from './conditions.ts';
import { showDetails } from './details.ts';
import { exporter } from './export.ts';
import { explain } from './problem.ts';

const SIZES = [20, 50, 100];

const FIRST = {
  conditions: [{ name: 'invoice_id', method: 'like', searchParameter: ['%'] }] as Condition[],
  skip: 0,
  limit: 20,
  field: 'created_date' as RecordField,
  typeOrder: 'DESC' as 'ASC' | 'DESC',
};

/** What outlives a change of section or language, and nothing else; the conditions as they were typed. */
const last = { ...FIRST };

/** For the next operator. */
export const forgetSearch = (): void => void Object.assign(last, FIRST);

const COLUMNS: readonly RecordField[] = ['invoice_id', 'description', 'amount', 'status', 'created_date', 'expire_date'];

export function invoices(app: App): Section {
  const { texts } = app.pack;
  let ending = new AbortController();
  const filter = conditions(app, last.conditions);
  const results = h('div', { class: 'results' });
  const total = h('p', { class: 'total-found', role: 'status' });
  const form = h('form', { class: 'card filter', novalidate: true, onsubmit: (event: Event) => {
    event.preventDefault();
    const read = filter.read();
    if (!read) return;
    Object.assign(last, { conditions: read, skip: 0 });
    void load();
  } }, filter.element, h('div', { class: 'filter-end' }, h('button', { type: 'submit', class: 'button main' }, texts.find)));
  const element = h('div', { class: 'section' },
    h('h1', { tabindex: -1 }, texts.invoices), form,
    h('div', { class: 'results-head' }, total, exporter(app, () => search())), results);

  const search = (): Search => ({
    paging: { skip: last.skip, limit: last.limit },
    searchParameters: last.conditions.map(asSent),
    orderParameters: { field: last.field, typeOrder: last.typeOrder },
  });

  async function load() {
    ending.abort();
    ending = new AbortController();
    const { signal } = ending;
    results.setAttribute('aria-busy', 'true');
    if (!results.firstChild) fill(results, h('p', { class: 'card' }, spinner(), ' ', texts.searching));
    try {
      const { value } = await app.client.searchInvoices(search(), { signal }).next() as IteratorResult<Page, undefined>;
      if (signal.aborted) return;
      // fewer than there were: the last page of them
      if (!value && last.skip > 0) {
        last.skip = 0;
        return void load();
      }
      draw(value ?? { totalCount: 0, records: [] });
    } catch (error) {
      if (signal.aborted) return;
      total.textContent = '';
      fill(results, h('p', { class: 'card notice bad', role: 'alert' }, explain(error, texts)));
    }
    results.removeAttribute('aria-busy');
  }

  function draw({ totalCount, records }: Page) {
    total.textContent = texts.found(count(totalCount, app.language));
    if (records.length === 0) return fill(results, h('p', { class: 'card empty' }, texts.nothing));
    fill(results,
      h('div', { class: 'card table-card' }, h('table', {},
        h('caption', { class: 'unseen' }, texts.invoices),
        h('thead', {}, h('tr', {}, ...COLUMNS.map(head), h('th', { scope: 'col' }, h('span', { class: 'unseen' }, texts.details)))),
        h('tbody', {}, ...records.map(line)))),
      pager(totalCount, records.length));
  }

  function head(field: RecordField): HTMLElement {
    const sorted = last.field === field ? last.typeOrder : undefined;
    return h('th', { scope: 'col', class: field === 'amount' ? 'number' : null, 'aria-sort': sorted ? (sorted === 'ASC' ? 'ascending' : 'descending') : null },
      h('button', { type: 'button', onclick: async () => {
        Object.assign(last, { field, typeOrder: sorted === 'DESC' ? 'ASC' : 'DESC', skip: 0 });
        await load();
        results.querySelectorAll<HTMLElement>('thead button')[COLUMNS.indexOf(field)]?.focus();
      } }, texts.fields[field], h('span', { class: 'sort', 'aria-hidden': 'true' }, sorted ? (sorted === 'ASC' ? '↑' : '↓') : '↕')));
  }

  function line(record: Record): HTMLElement {
    const id = record.invoice_id ?? '';
    const status = h('td', { 'data-label': texts.fields.status }, badge(record, texts));
    const time = (field: 'created_date' | 'expire_date') =>
      h('td', { 'data-label': texts.fields[field], class: 'time' }, record[field] ? shortly(record[field]) : '');
    return h('tr', {},
      h('td', { 'data-label': texts.fields.invoice_id, class: 'id' }, id),
      h('td', { 'data-label': texts.fields.description, class: 'description' }, record.description ?? ''),
      h('td', { 'data-label': texts.fields.amount, class: 'number' }, record.amount === null ? '' : money(record.amount, app.language, true)),
      status, time('created_date'), time('expire_date'),
      h('td', { class: 'act' }, h('button', { type: 'button', class: 'button small', 'aria-label': texts.open(id), onclick: () =>
        showDetails(app, record, (changed) => fill(status, badge(changed, texts))) }, texts.details)));
  }

  function pager(totalCount: number, shown: number): HTMLElement {
    const go = (skip: number) => async () => {
      last.skip = skip;
      await load();
      scrollTo(0, 0);
      announce(results.querySelector('.range')?.textContent ?? '');
    };
    const number = (value: number) => count(value, app.language);
    const size = h('select', { id: 'per-page', onchange: () => {
      Object.assign(last, { limit: Number(size.value), skip: 0 });
      void load();
    } }, ...SIZES.map((limit) => h('option', { value: limit, selected: limit === last.limit }, String(limit))));
    return h('nav', { class: 'pager', 'aria-label': texts.pages },
      h('label', { for: 'per-page' }, texts.perPage), size,
      h('span', { class: 'range' }, texts.range(number(last.skip + 1), number(last.skip + shown), number(totalCount))),
      h('button', { type: 'button', class: 'button', disabled: last.skip === 0, onclick: go(Math.max(0, last.skip - last.limit)) }, texts.previous),
      h('button', { type: 'button', class: 'button', disabled: last.skip + shown >= totalCount, onclick: go(last.skip + last.limit) }, texts.next));
  }

  void load();
  return { element, leave: () => ending.abort() };
}
