// All that a search finds, as a file, page after page.

import type { Search } from 'epay-invoice';
import { announce } from '../shared/announce.ts';
import { fill, h } from '../shared/dom.ts';
import { count } from '../shared/format.ts';
import type { App } from './app.ts';
import { csvHead, csvLine } from './csv.ts';
import { explain } from './problem.ts';

const PAGE = 100;

/** A button that becomes a progress bar. `search` gives what is to be exported. */
export function exporter(app: App, search: () => Search | undefined): HTMLElement {
  const { texts } = app.pack;
  const place = h('div', { class: 'export' });
  const said = h('p', { class: 'muted small', role: 'status' });
  const button = h('button', { type: 'button', class: 'button', onclick: run }, texts.exportCsv);
  fill(place, button, said);

  async function run() {
    const asked = search();
    if (!asked) return;
    const ending = new AbortController();
    const bar = h('progress', { 'aria-label': texts.exporting, value: 0, max: 1 });
    const cancel = h('button', { type: 'button', class: 'button', onclick: () => ending.abort() }, texts.cancel);
    said.textContent = '';
    fill(place, bar, cancel, said);
    cancel.focus();
    announce(texts.exporting);
    const lines = [csvHead(app.language)];
    try {
      // the oldest first: what is created meanwhile comes at the end and moves no page
      const all = { ...asked, paging: { skip: 0, limit: PAGE }, orderParameters: { field: 'created_date', typeOrder: 'ASC' } } satisfies Search;
      for await (const { totalCount, records } of app.client.searchInvoices(all, { signal: ending.signal })) {
        lines.push(...records.map((record) => csvLine(record, app.language)));
        bar.max = totalCount;
        bar.value = lines.length - 1;
      }
      save(lines);
      said.textContent = texts.exported(count(lines.length - 1, app.language));
    } catch (error) {
      said.textContent = ending.signal.aborted ? texts.cancelled : explain(error, texts);
    }
    fill(place, button, said);
    button.focus();
  }
  return place;
}

function save(lines: string[]) {
  const url = URL.createObjectURL(new Blob(lines, { type: 'text/csv;charset=utf-8' }));
  h('a', { href: url, download: `invoices-${new Date().toISOString().slice(0, 10)}.csv` }).click();
  // the download has taken what it needs once this task is over
  setTimeout(() => URL.revokeObjectURL(url));
}
