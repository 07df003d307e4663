// What the storefront's screens share.

import type { Draft, Issue, Schema } from 'epay-invoice';
import type { Language } from '../shared/language.ts';
import type { Product } from './shop.ts';
import type { Texts } from './texts/texts.ts';

/** A language's texts, and the package's in the same language. */
export interface Pack {
  texts: Texts;
  message: (issue: Pick<Issue, 'code' | 'params'>) => string;
  draftSchema: Schema<Draft>;
}

export interface App {
  readonly language: Language;
  readonly pack: Pack;
  products(): Promise<Product[]>;
  /** Shows a screen in the place of this one: back does not lead to what is done with. */
  go(screen: 'checkout' | 'pay'): void;
  /** Names the tab. */
  title(text: string): void;
}

export interface Screen {
  readonly element: HTMLElement;
  /** Ends what the screen has under way. */
  leave?(): void;
}
