// One call of the API.

import { h } from '../shared/dom.ts';
import type { Operation, Resolve, Schema } from './openapi.ts';
import { prose } from './prose.ts';
import { members } from './schema.ts';

export const idOf = (method: string, path: string): string => `${method}-${path}`.replace(/[^a-z]+/gi, '-').replace(/-$/, '').toLowerCase();

export function operation(resolve: Resolve, method: string, path: string, about: Operation): HTMLElement {
  const who = (about.security ?? []).flatMap(Object.keys);
  const body = Object.values(about.requestBody?.content ?? {})[0];
  const parameters = (about.parameters ?? []).map(resolve);
  return h('section', { class: 'card operation', 'aria-labelledby': idOf(method, path) },
    h('h3', { id: idOf(method, path) }, h('span', { class: `method ${method}` }, method.toUpperCase()), ' ', h('code', {}, path)),
    h('p', { class: 'summary' }, about.summary ?? ''),
    about.description && about.description !== about.summary ? h('p', {}, ...prose(about.description)) : null,
    who.length > 0 && h('p', { class: 'muted small' }, 'Authorisation: ', who.map((name) => WHO[name] ?? name).join(', or '), '.'),
    parameters.length > 0 && h('div', {}, h('h4', {}, 'Parameters'), h('dl', { class: 'members' }, ...parameters.flatMap((parameter) => [
      h('dt', {}, h('code', {}, parameter.name), ' ', h('span', { class: 'type' }, parameter.in), parameter.required ? h('span', { class: 'required' }, 'required') : null),
      h('dd', {}, ...prose(parameter.description ?? resolve(parameter.schema ?? {} as Schema).description ?? '')),
    ]))),
    body?.schema && h('div', {}, h('h4', {}, 'Body'), body.example !== undefined && code(body.example), fold('Members', members(body.schema, resolve))),
    about.responses && h('div', {}, h('h4', {}, 'Answers'), h('ul', { class: 'answers' }, ...Object.entries(about.responses).map(([status, answer]) =>
      h('li', {}, h('code', { class: `answer-status s${status[0]}` }, status), h('span', {}, ...prose(resolve(answer).description ?? '')))))));
}

const WHO: { [scheme: string]: string } = { key: 'an API key', ticket: 'the order’s ticket', ticketInQuery: 'the ticket as ?ticket=' };

const fold = (title: string, content: HTMLElement | undefined): HTMLElement | undefined =>
  content && h('details', {}, h('summary', {}, title), content);

// In reach of the keyboard, which scrolls it.
const code = (value: unknown): HTMLElement => h('pre', { tabindex: 0 }, h('code', {}, JSON.stringify(value, null, 2)));
