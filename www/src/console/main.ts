// The console: who is signed in, which section is shown, in which language.

import { EpayClient } from 'epay-invoice/client';
import { byId, fill, h } from '../shared/dom.ts';
import { type Language, firstLanguage, languageSwitch } from '../shared/language.ts';
import { lost, toast } from '../shared/lost.ts';
import { Api } from './api.ts';
import type { App, Pack, Section } from './app.ts';
import { create, forgetTyped } from './create.ts';
import { events } from './events.ts';
import { forgetSearch, invoices } from './invoices.ts';
import { signIn } from './sign-in.ts';

const PACKS: { [language in Language]: () => Promise<Pack> } = {
  kk: () => import('./texts/kk.ts'),
  ru: () => import('./texts/ru.ts'),
  en: () => import('./texts/en.ts'),
};

const SECTIONS = { invoices, create, events } satisfies { [name: string]: (app: App) => Section };
type Name = keyof typeof SECTIONS;

let language = firstLanguage();
let pack: Pack | undefined;
/** In memory, and nowhere else. */
let session: { client: EpayClient; api: Api; trouble: string | undefined } | undefined;
let section: Section | undefined;

const current = (): Name => (Object.hasOwn(SECTIONS, location.hash.slice(1)) ? location.hash.slice(1) as Name : 'invoices');

function draw(focus: boolean) {
  if (!pack) return;
  section?.leave?.();
  section = undefined;
  for (const dialog of document.querySelectorAll('dialog')) dialog.close();
  const { texts } = pack;
  const nav = byId('nav');
  if (!session) {
    document.title = texts.signIn;
    fill(nav);
    fill(byId('main'), signIn(pack, (key, trouble) => {
      session = { client: new EpayClient({ url: location.origin, token: key }), api: new Api(key), trouble };
      draw(true);
    }));
  } else {
    const name = current();
    document.title = `${texts[name]} · ePay`;
    fill(nav,
      h('ul', { class: 'sections' }, ...(Object.keys(SECTIONS) as Name[]).map((one) =>
        h('li', {}, h('a', { href: `#${one}`, 'aria-current': one === name ? 'page' : null }, texts[one])))),
      h('button', { type: 'button', class: 'button small', onclick: () => {
        session = undefined;
        forgetTyped();
        forgetSearch();
        draw(true);
      } }, texts.signOut));
    nav.setAttribute('aria-label', texts.nav);
    section = SECTIONS[name]({ language, pack, client: session.client, api: session.api });
    fill(byId('main'), session.trouble && h('p', { class: 'card notice bad', role: 'alert' }, texts.notReady(session.trouble)), section.element);
  }
  if (!focus) return;
  scrollTo(0, 0);
  byId('main').querySelector<HTMLElement>(session ? 'h1' : 'input')?.focus({ preventScroll: true });
}

/** The language that was chosen last: an earlier one may come later. */
let chosen: Language;

/** Where its texts do not come, the language stays as it is. */
async function speak(next: Language, focus = false) {
  chosen = next;
  const found = await PACKS[next]().catch(() => undefined);
  if (chosen !== next) return;
  if (!found) return pack ? toast(byId('languages'), pack.texts.languageLost) : fill(byId('main'), lost());
  pack = found;
  language = next;
  document.documentElement.lang = language;
  byId('skip').textContent = pack.texts.skip;
  fill(byId('languages'), languageSwitch(pack.texts.languages, language, (next) => void speak(next, true)));
  draw(false);
  if (focus) byId('languages').querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
}

addEventListener('hashchange', () => draw(true));
void speak(language).then(() => byId('main').querySelector<HTMLElement>('input')?.focus());
