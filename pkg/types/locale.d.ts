import type { Draft, Invoice, Issue, Schema, Search } from './types.js'
export type * from './types.js'

/** The text of an issue for people: one or two short sentences that do not name the field. */
export declare function message(issue: Pick<Issue, 'code' | 'params'>): string

/** The create payload as a Standard Schema, its messages in this language. */
export declare const invoiceSchema: Schema<Invoice>
/** The draft as a Standard Schema, its messages in this language. */
export declare const draftSchema: Schema<Draft>
/** The search payload as a Standard Schema, its messages in this language. */
export declare const searchSchema: Schema<Search>
