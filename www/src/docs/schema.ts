// A schema as a list of its members.

import { h } from '../shared/dom.ts';
import type { Resolve, Schema } from './openapi.ts';
import { prose } from './prose.ts';

export function members(schema: Schema, resolve: Resolve): HTMLElement | undefined {
  const whole = resolve(schema);
  const parts = whole.allOf ? whole.allOf.map(resolve) : [whole];
  const properties = Object.assign({}, ...parts.map((part) => part.properties));
  const required = parts.flatMap((part) => part.required ?? []);
  if (Object.keys(properties).length === 0) return undefined;
  return h('dl', { class: 'members' }, ...Object.entries<Schema>(properties).flatMap(([name, member]) => {
    const { description, ...rules } = resolve(member);
    const nested = inside(rules, resolve);
    return [
      h('dt', {}, h('code', {}, name), ' ', h('span', { class: 'type' }, kind(rules, resolve)), required.includes(name) ? h('span', { class: 'required' }, 'required') : null),
      h('dd', {}, h('p', {}, ...prose([description, rule(rules, resolve)].filter(Boolean).join(' '))),
        nested && h('details', {}, h('summary', {}, `Members of ${name}`), nested)),
    ];
  }));
}

/** The members of a nested object, or of each of a list. */
function inside(schema: Schema, resolve: Resolve): HTMLElement | undefined {
  if (schema.items) return inside(resolve(schema.items), resolve);
  const [variant] = schema.oneOf ?? [];
  return members(variant ? resolve(variant) : schema, resolve);
}

function kind(schema: Schema, resolve: Resolve): string {
  if (schema.items) return `list of ${kind(resolve(schema.items), resolve)}`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const other = schema.anyOf?.map(resolve).find((part) => part.const !== '');
  if (other) return kind(other, resolve);
  if (schema.oneOf) return 'object';
  const types = [schema.type ?? (schema.enum ? 'string' : 'any')].flat();
  return types.map((type) => (type === 'null' ? 'null' : schema.format ?? type)).join(' or ');
}

/** Its rules in words; a pattern that is longer than a line says less than the description. */
function rule(schema: Schema, resolve: Resolve): string {
  const other = schema.anyOf?.map(resolve).find((part) => part.const !== '');
  const of = other ?? schema;
  const said = [
    other && other.description,
    of.enum && `One of ${of.enum.map((value) => `\`${String(value)}\``).join(', ')}.`,
    of.exclusiveMinimum !== undefined && `Above ${of.exclusiveMinimum}.`,
    of.minimum !== undefined && `At least ${of.minimum}.`,
    of.maximum !== undefined && `At most ${of.maximum}.`,
    of.maxLength !== undefined && `At most ${of.maxLength} characters.`,
    of.pattern && of.pattern.length < 40 && `Like \`${of.pattern}\`.`,
  ];
  return said.filter(Boolean).join(' ');
}
