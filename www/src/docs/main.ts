// The API from its own description, and a validator to try payloads with.

import { byId, fill, h } from '../shared/dom.ts';
import { firstLanguage } from '../shared/language.ts';
import { type Document, resolver } from './openapi.ts';
import { idOf, operation } from './operation.ts';
import { prose } from './prose.ts';
import { members } from './schema.ts';
import { validator } from './validator.ts';

const METHODS = ['get', 'post', 'put', 'delete'];

async function load() {
  const place = byId('api');
  fill(place, h('p', { class: 'card' }, 'Loading /openapi.json…'));
  try {
    const answer = await fetch('/openapi.json');
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    show(await answer.json() as Document);
  } catch (error) {
    fill(place, h('div', { class: 'card notice bad', role: 'alert' }, h('p', {}, `The description of the API could not be loaded: ${(error as Error).message}.`),
      h('button', { type: 'button', class: 'button', onclick: load }, 'Try again')));
  }
}

/** A path may go on in the next line before a slash. */
const breakable = (path: string) => path.split(/(?=\/)/).flatMap((part) => [h('wbr'), part]);

function show(document: Document) {
  const resolve = resolver(document);
  const calls = Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => ({ path, method, about: resolve(item[method] as object) as typeof item[string] })));
  const codes = document.components.schemas['ProblemCode']?.enum ?? [];
  const issueCodes = document.components.schemas['IssueCode']?.enum ?? [];
  const list = (values: unknown[]) => h('ul', { class: 'codes' }, ...values.map((value) => h('li', {}, h('code', {}, String(value)))));

  fill(byId('api'),
    h('p', {}, ...prose(document.info.description)),
    h('h2', { id: 'who' }, 'Who may call'),
    h('dl', { class: 'card members' }, ...Object.entries(document.components.securitySchemes).flatMap(([name, { description }]) => [
      h('dt', {}, h('code', {}, name)), h('dd', {}, ...prose(description)),
    ])),
    ...document.tags.flatMap(({ name, description }) => {
      const own = calls.filter(({ about }) => about.tags?.includes(name));
      return own.length === 0 ? [] : [
        h('h2', { id: `tag-${name}` }, description.replace(/\.$/, '')),
        ...own.map(({ method, path, about }) => operation(resolve, method, path, about)),
      ];
    }),
    h('h2', { id: 'webhooks' }, 'Events to the shop'),
    ...Object.entries(document.webhooks).map(([name, { post }]) => h('section', { class: 'card operation', 'aria-labelledby': `event-${name}` },
      h('h3', { id: `event-${name}` }, h('code', {}, name)), h('p', {}, ...prose(post.description ?? '')))),
    h('h2', { id: 'record' }, 'The record'),
    h('div', { class: 'card' }, members({ $ref: '#/components/schemas/Record' }, resolve)),
    h('h2', { id: 'problems' }, 'Problems'),
    h('div', { class: 'card' }, members({ $ref: '#/components/schemas/Problem' }, resolve), h('h3', {}, 'Codes'), list(codes), h('h3', {}, 'Codes of issues'), list(issueCodes)));

  fill(byId('contents'), h('ul', {},
    h('li', {}, h('a', { href: '#try' }, 'Try a payload')),
    h('li', {}, h('a', { href: '#who' }, 'Who may call')),
    ...calls.map(({ method, path }) => h('li', {}, h('a', { href: `#${idOf(method, path)}` }, h('span', { class: `method ${method}` }, method.toUpperCase()), h('code', {}, ...breakable(path))))),
    h('li', {}, h('a', { href: '#webhooks' }, 'Events to the shop')),
    h('li', {}, h('a', { href: '#record' }, 'The record')),
    h('li', {}, h('a', { href: '#problems' }, 'Problems'))));
  // a fragment that was there before its target
  if (location.hash.length > 1) globalThis.document.getElementById(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
}

fill(byId('validator'), validator(firstLanguage()));
void load();
