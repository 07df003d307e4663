// One order between the shop, which prices it and signs its ticket, and the Worker, which makes its link.
//
// Whatever is lost on the way (an answer, the connection, the page), every step can be taken again: the shop gives one
// order for one key, the Worker one link for one order.

import type { EpayClient, Record } from 'epay-invoice/client';
import { bankLanguage } from '../shared/language.ts';
import { type Order, postOrder } from './shop.ts';
import { type Pending, isPending, writePending } from './store.ts';

/** The Worker's client, a wasm module: loaded when it is about to be used, not with the page. */
export const loadClient = () => import('epay-invoice/client');

/** A ticket is renewed this long before it ends. */
const MARGIN_MS = 60_000;

export class Session {
  readonly pending: Pending;
  #order: Order | undefined;

  constructor(pending: Pending) {
    this.pending = pending;
  }

  /** The order as the shop knows it now. */
  async order(): Promise<Order> {
    this.#order = await postOrder(this.pending.key, this.pending.items, this.pending.language);
    return this.#order;
  }

  async known(): Promise<Order> {
    return this.#order ?? this.order();
  }

  /** A client that may do what this order's ticket allows. */
  async client(): Promise<EpayClient> {
    const { EpayClient } = await loadClient();
    return new EpayClient({ url: location.origin, token: () => this.#ticket() });
  }

  async #ticket(): Promise<string> {
    const order = await this.known();
    return (Date.parse(order.ticket_expires_at) - MARGIN_MS > Date.now() ? order : await this.order()).ticket;
  }

  /** The order's link: made now, or the one that there is. */
  async link(): Promise<Record> {
    const { invoice_id, amount, description } = await this.known();
    const { contact, language } = this.pending;
    const client = await this.client();
    const record = contact
      ? await client.createInvoice({
        invoice_id,
        amount,
        description,
        recipient_contact: contact.email,
        recipient_contact_sms: contact.phone,
        language: bankLanguage(language),
        back_link: `${location.origin}/#pay`,
        failure_back_link: `${location.origin}/?declined#pay`,
      }).catch((error: { code?: string }) => {
        // made with other contacts, by a page that was closed before it knew
        if (error.code === 'invoice_conflict') return client.getInvoice(invoice_id);
        throw error;
      })
      : await client.getInvoice(invoice_id);
    delete this.pending.contact;
    if (isPending(this.pending.key)) writePending(this.pending);
    return record;
  }
}
