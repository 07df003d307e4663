// What the console's sections share.

import type { Draft, Issue, Schema, Search } from 'epay-invoice';
import type { EpayClient } from 'epay-invoice/client';
import type { Language } from '../shared/language.ts';
import type { Api } from './api.ts';
import type { Texts } from './texts/texts.ts';

export interface Pack {
  texts: Texts;
  message: (issue: Pick<Issue, 'code' | 'params'>) => string;
  draftSchema: Schema<Draft>;
  searchSchema: Schema<Search>;
}

export interface App {
  readonly language: Language;
  readonly pack: Pack;
  readonly client: EpayClient;
  readonly api: Api;
}

export interface Section {
  readonly element: HTMLElement;
  leave?(): void;
}
