// The storefront: which screen is shown, in which language. The screen is the address's fragment, so that the browser's
// own back button goes back.

import type { Record } from 'epay-invoice/client';
import { byId, fill, h } from '../shared/dom.ts';
import { type Language, firstLanguage, languageSwitch } from '../shared/language.ts';
import { lost, toast } from '../shared/lost.ts';
import type { App, Pack, Screen } from './app.ts';
import { catalogue } from './catalogue.ts';
import { checkout } from './checkout.ts';
import { payment } from './payment.ts';
import { Session } from './session.ts';
import { type Product, fetchProducts, hasShop } from './shop.ts';
import { itemsOf, onOtherTab, readCart, readPending, sameItems } from './store.ts';

const PACKS: { [language in Language]: () => Promise<Pack> } = {
  kk: () => import('./texts/kk.ts'),
  ru: () => import('./texts/ru.ts'),
  en: () => import('./texts/en.ts'),
};

let products: Promise<Product[]> | undefined;
function fetchOnce(): Promise<Product[]> {
  products ??= fetchProducts().catch((error: unknown) => {
    products = undefined;
    throw error;
  });
  return products;
}

let screen: Screen | undefined;
/** What the checkout hands over: the payment screen need not ask for it again. */
let handed: { session: Session; record: Record } | undefined;

const app = {
  language: firstLanguage(),
  pack: undefined as unknown as Pack,
  products: fetchOnce,
  go(name) {
    history.replaceState(null, '', `#${name}`);
    draw(true);
  },
  title(text) {
    document.title = `${text} · ${app.pack.texts.shop}`;
  },
} satisfies App as App & { language: Language; pack: Pack };

/** The screen of the address, or the one that stands in for it: no checkout without a cart, no second link for an order. */
function choose(first: boolean): Screen {
  const pending = readPending();
  const declined = new URLSearchParams(location.search).has('declined');
  // it tells of one return from the bank, not of each reload
  if (declined) history.replaceState(null, '', location.pathname + location.hash);
  const name = location.hash.slice(1);
  if (name === 'pay' && pending) {
    const known = handed?.session.pending.key === pending.key ? handed : { session: new Session(pending), record: undefined };
    handed = undefined;
    return payment(app, known.session, known.record, declined);
  }
  const cart = readCart();
  if (name === 'checkout' && cart.size > 0) {
    const same = pending && !pending.paid && sameItems(pending.items, itemsOf(cart));
    if (same && !pending.contact) {
      history.replaceState(null, '', '#pay');
      return choose(false);
    }
    return checkout(app, (session, record) => {
      handed = { session, record };
      app.go('pay');
    }, same ? pending.contact : undefined, first);
  }
  const found = catalogue(app);
  if (name === 'pay') found.element.prepend(h('p', { class: 'card notice', role: 'status' }, app.pack.texts.elsewhere));
  if (name) history.replaceState(null, '', location.pathname);
  return found;
}

function draw(focus: boolean) {
  const first = !screen;
  screen?.leave?.();
  screen = choose(first);
  fill(byId('main'), screen.element);
  if (!focus) return;
  scrollTo(0, 0);
  screen.element.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
}

/** The language that was chosen last: an earlier one may come later. */
let chosen: Language;

/** Where its texts do not come, the language stays as it is. */
async function speak(language: Language, focus = false) {
  chosen = language;
  const pack = await PACKS[language]().catch(() => undefined);
  if (chosen !== language) return;
  if (!pack) return screen ? toast(byId('languages'), app.pack.texts.languageLost) : fill(byId('main'), lost());
  app.pack = pack;
  app.language = language;
  const { texts } = app.pack;
  document.documentElement.lang = language;
  byId('brand').textContent = texts.shop;
  byId('skip').textContent = texts.skip;
  byId('footer-text').textContent = texts.footer;
  fill(byId('languages'), languageSwitch(texts.languages, language, (next) => void speak(next, true)));
  draw(false);
  if (focus) byId('languages').querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
}

addEventListener('hashchange', () => { if (screen) draw(true); });
// a form that was filled in elsewhere is not filled in once more
onOtherTab(() => { if (screen && location.hash === '#checkout') draw(true); });
if (hasShop) fetchOnce().catch(() => {}); // beside the language's texts, not after them
void speak(app.language);
