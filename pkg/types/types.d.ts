/** What is wrong with one value. Its `code` tells which `params` there are. */
export type Issue = { [C in Code]: IssueOf<C> }[Code]

/** An issue of one code. */
export interface IssueOf<C extends Code> {
  /** The way from the payload's root to the value: names, and indexes counted from 0; empty for the payload itself. */
  readonly path: readonly (string | number)[]
  /** The broken rule. Codes are never renamed: match on them. */
  readonly code: C
  /** The numbers and names that a message needs. */
  readonly params: Params[C]
}

/** The rules by which a value is refused. */
export type Code = keyof Params

/**
 * The numbers and names of each rule's issues. `actual` is how many there are, and of `not_string`, `not_number`, `not_array`
 * and `not_object` the type that was met; a `position` is counted from 0, in characters; a `character` is one that must not be
 * shown, as `U+202E`; `suggestion` is the known name that an unknown one was probably meant to be.
 */
export interface Params {
//PARAMS
}

/** What a validator gives. */
export type Answer<T> =
  | { readonly ok: true; readonly value: Valid<T>; readonly issues?: undefined }
  | { readonly ok: false; readonly issues: readonly Issue[]; readonly value?: undefined }

declare const valid: unique symbol
/**
 * A payload that a validator has passed: the very object it was given. What was not passed by one is no `Valid<T>` to the
 * compiler, so a function that takes it cannot be given anything else.
 */
export type Valid<T> = T & { readonly [valid]: true }

/** The language of the page on which the payer pays, as the bank spells it. */
export type Language = 'kaz' | 'rus' | 'eng'

/** The language of a message. */
export type Locale = 'kk' | 'ru' | 'en'

/** What a storefront or a shop's server asks the Worker for: an order without the shop's own part. */
export interface Draft {
  /** The order's number, unique in the shop: 6 to 15 digits; leading zeros count. */
  invoice_id: string
  /** In tenge, more than 0, at most two decimals. */
  amount: number
  /** What the payer reads about the order: 1 to 125 characters on one line. */
  description: string
  /** The payer's e-mail address. */
  recipient_contact: string
  /** The payer's mobile phone number, `+7XXXXXXXXXX`. */
  recipient_contact_sms: string
  /** The shop's default where left out or empty. */
  language?: Language | '' | undefined
  /** How long the link can be paid: `1d` to `999d`; the shop's default where left out. */
  expire_period?: string | undefined
  /** Tenge where left out or empty. */
  currency?: 'KZT' | '' | undefined
  /** The phone number that is told of the payment, `+7XXXXXXXXXX`. */
  notifier_contact_sms?: string | undefined
  /** The absolute URL that is POSTed to after a payment. */
  post_link?: string | undefined
  /** The absolute URL that is POSTed to after a payment that failed. */
  failure_post_link?: string | undefined
  /** The absolute URL that the payer returns to after a payment. */
  back_link?: string | undefined
  /** The absolute URL that the payer returns to after a payment that failed. */
  failure_back_link?: string | undefined
}

/** The create payload: the body of the bank's `POST /invoice`. */
export interface Invoice extends Draft {
  /** The shop's id, given by the bank: a UUID. */
  shop_id: string
  /** The shop's account number in ePay: 1 to 255 characters. */
  account_id: string
  language: Language
  expire_period: string
  currency: 'KZT'
}

/** How a condition compares: `=` and `like` take one value, `between` two, `in` one or more. */
export type Method = '=' | 'between' | 'like' | 'in'

/** The fields of the bank's record. */
export type RecordField =
//RECORD

/** One condition on one field of the record. */
export interface Condition {
  name: RecordField
  method: Method
  /** Texts of at most 255 characters; that of `like` has a `%` in it. */
  searchParameter: string[]
}

/** The search payload: the body of the bank's `POST /invoice-links`. A condition on `invoice_id` is mandatory. */
export interface Search {
  paging: {
    /** Records to pass over, 0 or more. */
    skip: number
    /** Records on the page, 1 or more. */
    limit: number
  }
  searchParameters: Condition[]
  /** The newest first where left out. */
  orderParameters?: { field: RecordField; typeOrder: 'ASC' | 'DESC' } | undefined
}

/** A schema of this package: a Standard Schema (version 1), which also names the type of its payload. */
export interface Schema<T> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: 'epay-invoice'
    readonly validate: (value: unknown) => { readonly value: Valid<T>; readonly issues?: undefined } | { readonly issues: readonly (Issue & { readonly message: string })[] }
    readonly types?: { readonly input: T; readonly output: Valid<T> } | undefined
  }
}
