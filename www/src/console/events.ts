// The events that the shop has not accepted.

import { announce } from '../shared/announce.ts';
import { fill, h, spinner } from '../shared/dom.ts';
import { count, shortly } from '../shared/format.ts';
import type { Undelivered } from './api.ts';
import type { App, Section } from './app.ts';
import { explain } from './problem.ts';

/** How often and how long the outcome of a delivery is looked for. */
const LOOKS = 8;
const PAUSE_MS = 1500;

export function events(app: App): Section {
  const { texts } = app.pack;
  let left = false;
  const list = h('div', { class: 'results', 'aria-busy': 'true' });
  const said = h('p', { class: 'muted', role: 'status' });
  const element = h('div', { class: 'section' },
    h('div', { class: 'results-head' }, h('h1', { tabindex: -1 }, texts.eventsTitle),
      h('button', { type: 'button', class: 'button', onclick: () => void load() }, texts.refresh)),
    h('p', { class: 'muted' }, texts.eventsHint), said, list);

  async function load() {
    if (!list.firstChild) fill(list, h('p', { class: 'card' }, spinner(), ' ', texts.loading));
    try {
      const { events: found, next } = await app.api.undelivered();
      const rows = h('ul', { class: 'events' }, ...found.map(line));
      if (found.length === 0) fill(list, h('p', { class: 'card notice good' }, texts.noEvents));
      else fill(list, rows, next && more(rows, next));
    } catch (error) {
      fill(list, h('p', { class: 'card notice bad', role: 'alert' }, explain(error, texts)));
    }
    list.removeAttribute('aria-busy');
  }

  function more(rows: HTMLElement, after: string): HTMLElement {
    let busy = false;
    const button = h('button', { type: 'button', class: 'button', onclick: async () => {
      if (busy) return;
      busy = true;
      button.setAttribute('aria-disabled', 'true');
      try {
        const { events: found, next } = await app.api.undelivered(after);
        const lines = found.map(line);
        const hadFocus = document.activeElement === button;
        rows.append(...lines);
        if (next) button.replaceWith(more(rows, next));
        else button.remove();
        if (hadFocus) (lines[0] ?? element).querySelector<HTMLElement>('button, h1')?.focus();
      } catch (error) {
        said.textContent = explain(error, texts);
        button.removeAttribute('aria-disabled');
        busy = false;
      }
    } }, texts.more);
    return button;
  }

  function line(event: Undelivered): HTMLElement {
    const button = h('button', { type: 'button', class: 'button', 'aria-label': texts.retryNamed(event.type, event.invoice_id), onclick: run }, texts.retry);
    const row = h('li', { class: 'card event' },
      h('div', {}, h('p', { class: 'event-type' }, event.type, ' ', h('span', { class: `badge ${event.state === 'dead' ? 'over' : 'open'}` }, event.state === 'dead' ? texts.dead : texts.retrying)),
        h('p', {}, texts.invoice(event.invoice_id), ' · ', shortly(event.timestamp)),
        h('p', { class: 'muted small' }, [event.trouble, texts.attempts(count(event.attempts, app.language)), event.next_attempt && texts.nextAttempt(shortly(event.next_attempt))].filter(Boolean).join(' · '))),
      button);
    let busy = false;
    async function run() {
      if (busy) return;
      busy = true;
      button.setAttribute('aria-disabled', 'true');
      fill(button, spinner(), texts.retried);
      announce(texts.retried);
      try {
        await app.api.retry(event.id);
        const now = await outcome(event);
        if (left) return;
        said.textContent = now ? texts.stillRefused : texts.delivered;
        if (now) row.replaceWith(line(now));
        else row.remove();
        if (!list.querySelector('.event')) await load();
        element.querySelector('h1')?.focus();
      } catch (error) {
        said.textContent = explain(error, texts);
        fill(button, texts.retry);
        button.removeAttribute('aria-disabled');
        busy = false;
      }
    }
    return row;
  }

  /** The event as it is after the delivery, or nothing where the shop has accepted it. */
  async function outcome(event: Undelivered): Promise<Undelivered | undefined> {
    let now: Undelivered | undefined = event;
    for (let look = 0; look < LOOKS && now && !left; look += 1) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      now = await find(event.id);
      if (now && now.attempts > 0 && now.attempts !== event.attempts) return now;
    }
    return now;
  }

  async function find(id: string): Promise<Undelivered | undefined> {
    for (let after: string | null | undefined; after !== null;) {
      const page = await app.api.undelivered(after);
      const found = page.events.find((event) => event.id === id);
      if (found) return found;
      after = page.next;
    }
    return undefined;
  }

  void load();
  return { element, leave: () => { left = true; } };
}
