import type { Answer, Invoice, Language, RecordField, Search } from './types.js'
export type * from './types.js'

/**
 * Builds a create payload: a setter for each field, then {@link InvoiceBuilder.build}. The last call for a field counts; a
 * setter that is given `undefined` does nothing; `""` leaves an optional field out.
 */
export declare class InvoiceBuilder {
  shop_id(value: string | undefined): this
  account_id(value: string | undefined): this
  invoice_id(value: string | undefined): this
  amount(value: number | undefined): this
  language(value: Language | undefined): this
  description(value: string | undefined): this
  expire_period(value: string | undefined): this
  recipient_contact(value: string | undefined): this
  recipient_contact_sms(value: string | undefined): this
  currency(value: 'KZT' | undefined): this
  notifier_contact_sms(value: string | undefined): this
  post_link(value: string | undefined): this
  failure_post_link(value: string | undefined): this
  back_link(value: string | undefined): this
  failure_back_link(value: string | undefined): this
  /**
   * The payload, or every issue: in the order of the calls, then the mandatory fields that were not given.
   *
   * @throws TypeError where memory or stack do not suffice, with the reason as its `cause`; the builder can be used again
   */
  build(): Answer<Invoice>
}

/** Builds a search. Left out, the paging is the first 20 records and the order is the newest first. */
export declare class SearchBuilder {
  /** The field equals the value. */
  eq(field: RecordField, value: string): this
  /** The field lies between the two values. */
  between(field: RecordField, from: string, to: string): this
  /** The field is like the pattern, in which `%` stands for any text; it must hold one. */
  like(field: RecordField, pattern: string): this
  /** The field equals any of the values; at least one. */
  anyOf(field: RecordField, values: readonly string[]): this
  /** Passes over `skip` records and takes `limit`, at least 1. */
  page(skip: number, limit: number): this
  orderBy(field: RecordField, direction: 'ASC' | 'DESC'): this
  /**
   * The payload, or every issue: in the order of the calls, then the condition on `invoice_id`, if there is none.
   *
   * @throws TypeError where a setter was given an argument of another type, or as {@link InvoiceBuilder.build}
   */
  build(): Answer<Search>
}
