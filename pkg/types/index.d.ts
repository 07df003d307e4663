import type { Answer, Draft, Invoice, Issue, Locale, Schema, Search } from './types.js'
export type * from './types.js'

/**
 * Whether a value is a create payload (the body of the bank's `POST /invoice`), with every issue if it is not: those of
 * its members in their order, then the members that are missing.
 *
 * It never throws for what the value is.
 *
 * @throws TypeError where a getter or proxy of the value throws, with that as its `cause`
 */
export declare function validateInvoice(input: unknown): Answer<Invoice>

/** Whether a value is a draft: an invoice without the shop's own part. See {@link validateInvoice}. */
export declare function validateDraft(input: unknown): Answer<Draft>

/** Whether a value is a search payload (the body of the bank's `POST /invoice-links`). See {@link validateInvoice}. */
export declare function validateSearch(input: unknown): Answer<Search>

/**
 * One member of a payload by itself, as a form checks an input that loses the focus. `undefined` is an absent member.
 *
 * @example validateField(draftSchema, 'recipient_contact_sms', '87771234567')
 */
export declare function validateField<T, K extends keyof T & string>(schema: Schema<T>, field: K, value: unknown): FieldAnswer<T[K]>

/** What {@link validateField} gives. */
export type FieldAnswer<T> =
  | { readonly ok: true; readonly value: T; readonly issues?: undefined }
  | { readonly ok: false; readonly issues: readonly Issue[]; readonly value?: undefined }

/**
 * The text of an issue for people, in Kazakh, Russian or English. It brings the texts of all three: a page in one
 * language imports `message` of `epay-invoice/kk`, `epay-invoice/ru` or `epay-invoice/en`.
 *
 * @throws TypeError for another language, or a code that is none
 */
export declare function message(issue: Pick<Issue, 'code' | 'params'>, locale: Locale): string

/** The create payload as a Standard Schema, its messages in English. Other languages: `epay-invoice/kk`, `epay-invoice/ru`. */
export declare const invoiceSchema: Schema<Invoice>
/** The draft as a Standard Schema, its messages in English. Other languages: `epay-invoice/kk`, `epay-invoice/ru`. */
export declare const draftSchema: Schema<Draft>
/** The search payload as a Standard Schema, its messages in English. */
export declare const searchSchema: Schema<Search>

/**
 * A phone number as people write it, in the form of the rules: `8 (777) 123-45-67`, `7771234567` and `+7 777 123 45 67`
 * become `+77771234567`. Anything else is given back without the spaces around it, for the validator to refuse.
 */
export declare function normalizePhone(text: string): string

/**
 * An amount as people write it: `10 000,50 ₸` is 10000.5, `1,234.50` is 1234.5, `1.000.000` is 1000000. `NaN`, which the
 * validators refuse, for anything else, and for what might be one thing or another: `1,500` and `1.500` are a thousand and a
 * half to some, and one and a half to others and to an `<input type="number">`.
 */
export declare function normalizeAmount(text: string): number

/**
 * What a form holds of a draft: texts without the spaces around them, phone numbers and the amount as above, inputs left
 * empty left out. Names that a draft does not have are passed over. Give the result to {@link validateDraft}.
 */
export declare function parseForm(form: FormEntries): { [K in keyof Draft]?: unknown }

/** A `FormData`, or whatever else has its entries. */
export interface FormEntries {
  entries(): Iterable<[string, unknown]>
}
