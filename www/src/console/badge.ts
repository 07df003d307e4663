// A link's status, told by words and colour. The bank publishes ACTIVE and CHARGED; any other is shown as it came.

import type { Record } from 'epay-invoice/client';
import { h } from '../shared/dom.ts';
import type { Texts } from './texts/texts.ts';

export const isOver = ({ expire_date }: Record): boolean => expire_date !== null && Date.parse(expire_date) < Date.now();

export function statusText(record: Record, { status }: Texts): string {
  if (record.status === 'CHARGED') return status.paid;
  if (record.status === 'ACTIVE') return isOver(record) ? status.expired : status.active;
  return record.status ?? status.none;
}

export function badge(record: Record, texts: Texts): HTMLElement {
  const look = record.status === 'CHARGED' ? 'good' : record.status === 'ACTIVE' && !isOver(record) ? 'open' : 'over';
  return h('span', { class: `badge ${look}` }, statusText(record, texts));
}
