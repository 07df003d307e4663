// The products and the cart.

import { announce } from '../shared/announce.ts';
import { h, fill } from '../shared/dom.ts';
import { money } from '../shared/format.ts';
import type { App, Screen } from './app.ts';
import { ornament } from './ornament.ts';
import { loadClient } from './session.ts';
import { type Product, hasShop } from './shop.ts';
import { readCart, readPending, writeCart } from './store.ts';

const PLACEHOLDERS = 6;
/** More of one thing than a person means to buy. */
const MOST = 99;

export function catalogue(app: App): Screen {
  const { texts } = app.pack;
  const list = h('ul', { class: 'products', 'aria-busy': 'true' });
  const summary = h('div', { class: 'summary' });
  const element = h('div', { class: 'catalogue' },
    h('section', { 'aria-labelledby': 'title' },
      h('h1', { id: 'title', tabindex: -1 }, texts.products), unpaid(app), list),
    h('aside', { class: 'card cart', 'aria-labelledby': 'cart-title' }, h('h2', { id: 'cart-title' }, texts.cart), summary));
  const cart = readCart();

  function change(product: Product, quantity: number, products: Product[]) {
    if (quantity > 0) cart.set(product.id, quantity);
    else cart.delete(product.id);
    writeCart(cart);
    announce(`${texts.inCart(product.name[app.language], quantity)}. ${texts.total}: ${money(total(products, cart), app.language)}`);
    fill(summary, ...cartLines(app, products, cart));
    // so that it is there when the link is asked for; where it fails now, it is asked for then
    loadClient().catch(() => {});
  }

  function tile(product: Product, products: Product[]): HTMLElement {
    const name = product.name[app.language];
    const controls = h('div', { class: 'controls' });
    const draw = (focus?: 'add' | 'less' | 'more') => {
      const quantity = cart.get(product.id) ?? 0;
      const set = (to: number, focused: 'add' | 'less' | 'more') => {
        change(product, to, products);
        draw(focused);
      };
      if (quantity === 0) {
        fill(controls, h('button', { type: 'button', class: 'button quiet', 'aria-label': texts.addNamed(name), onclick: () => set(1, 'more') }, texts.add));
        if (focus) controls.querySelector('button')?.focus();
        return;
      }
      const button = (role: 'less' | 'more', label: string, sign: string, to: number) => h('button', {
        type: 'button', class: 'step', 'aria-label': label, disabled: to > MOST, onclick: () => set(to, to === 0 ? 'add' : role),
      }, sign);
      const less = button('less', texts.lessNamed(name), '−', quantity - 1);
      const more = button('more', texts.moreNamed(name), '+', quantity + 1);
      fill(controls, h('div', { class: 'stepper' }, less, h('span', { class: 'quantity' }, String(quantity)), more));
      if (focus) (focus === 'less' ? less : more).focus();
    };
    draw();
    return h('li', { class: 'card product' }, ornament(product.id),
      h('h2', { class: 'product-name' }, name), h('p', { class: 'price' }, money(product.price, app.language)), controls);
  }

  async function load() {
    fill(list, ...Array.from({ length: PLACEHOLDERS }, () => h('li', { class: 'card product placeholder', 'aria-hidden': 'true' },
      h('span', { class: 'ornament' }), h('span', { class: 'product-name' }), h('span', { class: 'price' }), h('span', { class: 'controls' }))));
    fill(summary, h('p', { class: 'muted' }, texts.loading));
    if (!hasShop) return trouble(texts.noShop);
    try {
      const products = await app.products();
      for (const id of cart.keys()) if (!products.some((product) => product.id === id)) cart.delete(id);
      list.removeAttribute('aria-busy');
      fill(list, ...products.map((product) => tile(product, products)));
      if (products.length === 0) fill(list, h('li', { class: 'card notice wide' }, texts.noProducts));
      fill(summary, ...cartLines(app, products, cart));
    } catch {
      trouble(texts.shopTrouble, true);
    }
  }

  function trouble(text: string, again = false) {
    list.removeAttribute('aria-busy');
    fill(list, h('li', { class: 'card notice wide', role: 'alert' }, h('p', {}, text),
      again && h('button', { type: 'button', class: 'button', onclick: load }, texts.tryAgain)));
    fill(summary, ...cartLines(app, [], new Map()));
  }

  app.title(texts.products);
  void load();
  return { element };
}

/** The way back to an order that was confirmed and is not paid. One that is paid stays for the browser's own way back alone. */
function unpaid(app: App): HTMLElement | undefined {
  const pending = readPending();
  if (!pending || pending.paid) return undefined;
  return h('p', { class: 'card notice' }, app.pack.texts.unpaid, ' ', h('a', { href: '#pay' }, app.pack.texts.toPayment));
}

/** In tiyn between, so that no fraction of a double shows. The shop's own sum is what counts. */
export const total = (products: readonly Product[], cart: Map<string, number>): number =>
  products.reduce((sum, { id, price }) => sum + Math.round(price * 100) * (cart.get(id) ?? 0), 0) / 100;

export function cartTable(app: App, products: readonly Product[], cart: Map<string, number>): HTMLElement {
  const chosen = products.filter(({ id }) => cart.has(id));
  return h('ul', { class: 'lines' }, ...chosen.map(({ id, name, price }) => {
    const quantity = cart.get(id) ?? 0;
    return h('li', {}, h('span', {}, `${name[app.language]} `, h('span', { class: 'times' }, `×\u00a0${quantity}`)),
      h('span', { class: 'sum' }, money(Math.round(price * 100) * quantity / 100, app.language)));
  }));
}

function cartLines(app: App, products: readonly Product[], cart: Map<string, number>): HTMLElement[] {
  const { texts } = app.pack;
  if (cart.size === 0) return [h('p', { class: 'muted' }, texts.cartEmpty)];
  return [
    cartTable(app, products, cart),
    h('div', { class: 'to-checkout' },
      h('p', { class: 'total' }, h('span', {}, texts.total), h('span', { class: 'sum' }, money(total(products, cart), app.language))),
      h('a', { class: 'button main', href: '#checkout' }, texts.checkout)),
  ];
}
