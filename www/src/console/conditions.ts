// The conditions of a search: any field of the record, by any of the bank's methods.

import { type Condition, type Method, type RecordField, type Search, normalizeAmount, validateSearch } from 'epay-invoice';
import { fill, h } from '../shared/dom.ts';
import type { App } from './app.ts';

export interface Conditions {
  readonly element: HTMLElement;
  /** The conditions as they are typed, where they are right; else it says what is wrong. */
  read(): Condition[] | undefined;
}

interface Row {
  element: HTMLElement;
  name: HTMLSelectElement;
  method: HTMLSelectElement;
  remove: HTMLElement | false;
  values: () => string[];
  /** What the rules of a search leave to the bank. */
  wrong: () => string | undefined;
  refuse: (text: string | undefined) => void;
}

type Kind = 'text' | 'amount' | 'day';

/** As the bank compares the fields. */
const METHODS: { [kind in Kind]: readonly Method[] } = { text: ['like', '=', 'in', 'between'], amount: ['=', 'in', 'between'], day: ['=', 'between'] };

const kindOf = (field: string): Kind => (field === 'amount' ? 'amount' : field.endsWith('_date') ? 'day' : 'text');

/**
 * A condition as the bank is asked. It compares moments, and whoever asks for days means all of each: from the first
 * microsecond of one to the last of the same, or of the other, on the operator's own clock, by which the table shows times.
 */
export function asSent(typed: Condition): Condition {
  const { name, searchParameter } = typed;
  const kind = kindOf(name);
  if (kind === 'amount') return { ...typed, searchParameter: searchParameter.map((text) => String(normalizeAmount(text))) };
  if (kind === 'text') return typed;
  const [from = '', to = from] = searchParameter;
  return { name, method: 'between', searchParameter: [moment(from, '00:00:00.000000'), moment(to, '23:59:59.999999')] };
}

/** As the bank writes them: `2024-02-20T15:15:29.289897+05:00`. */
function moment(day: string, time: string): string {
  const east = -new Date(`${day}T${time.slice(0, 8)}`).getTimezoneOffset();
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  return `${day}T${time}${east < 0 ? '-' : '+'}${two(Math.abs(east) / 60)}:${two(Math.abs(east) % 60)}`;
}

/** Begins with `given`, or with every invoice. */
export function conditions(app: App, given: readonly Condition[]): Conditions {
  const { texts, message } = app.pack;
  const rows: Row[] = [];
  const list = h('div', { class: 'conditions' });
  const element = h('fieldset', {}, h('legend', { class: 'unseen' }, texts.filters), list,
    h('button', { type: 'button', class: 'button small', onclick: () => {
      add({ name: 'status', method: '=', searchParameter: ['ACTIVE'] });
      rows.at(-1)?.name.focus();
    } }, texts.addCondition));

  function add({ name: field, method: way, searchParameter }: Condition) {
    const id = `condition-${crypto.randomUUID()}`;
    const error = h('p', { class: 'field-error', id: `${id}-error`, 'aria-live': 'polite' });
    const name = select(texts.field, Object.entries(texts.fields).filter(([one]) => !one.endsWith('post_link')), field);
    let kind = kindOf(field);
    const method = h('select', { 'aria-label': texts.method });
    const offer = (chosen: string) => fill(method, ...options(METHODS[kind].map((one) => [one, texts.methods[one]]), chosen));
    const place = h('div', { class: 'values' });
    let inputs: HTMLInputElement[] = [];
    const draw = (values: string[]) => {
      const many = kind === 'amount' ? texts.amounts : texts.values;
      const labels = method.value === 'between' ? [texts.from, texts.to] : [method.value === 'in' ? many : texts.value];
      const shown = method.value === 'in' ? [values.join(kind === 'amount' ? '; ' : ', ')] : values;
      error.textContent = '';
      inputs = labels.map((label, at) => h('input', {
        ...(kind === 'day' ? { type: 'date', max: '9999-12-31' } : { inputmode: kind === 'amount' && method.value !== 'in' ? 'decimal' : null }),
        value: shown[at] ?? '', 'aria-label': label, placeholder: labels.length > 1 || method.value === 'in' ? label : '',
        'aria-describedby': `${id}-error`, spellcheck: 'false', autocomplete: 'off',
      }));
      fill(place, ...inputs);
    };
    const values = () => (method.value === 'in'
      // a comma may stand before tiyn
      ? (inputs[0]?.value ?? '').split(kind === 'amount' ? /[;\n]/ : /[,;\n]/).map((text) => text.trim()).filter(Boolean)
      : inputs.map(({ value }) => value.trim()));
    offer(way);
    draw(searchParameter);
    name.addEventListener('change', () => {
      const before = kind;
      kind = kindOf(name.value);
      if (kind === before) return;
      offer(method.value);
      draw([]);
    });
    method.addEventListener('change', () => {
      const [first = ''] = values();
      // what it takes for the next method to mean the same
      const plain = first.replaceAll('%', '');
      draw([method.value === 'like' ? `${plain}%` : plain]);
    });
    const remove = rows.length > 0 && h('button', { type: 'button', class: 'button small remove', onclick: () => {
      rows.splice(rows.indexOf(row), 1);
      row.element.remove();
      count();
      element.querySelector('button')?.focus();
    } }, '×');
    const row: Row = {
      element: h('div', { class: 'condition', role: 'group' }, name, method, place, remove, error),
      name, method, remove, values,
      wrong: () => {
        if (kind === 'day' && values().includes('')) return message({ code: 'required', params: {} });
        return kind === 'amount' && values().map(normalizeAmount).some(Number.isNaN) ? texts.amountWrong : undefined;
      },
      refuse: (text = '') => {
        error.textContent = text;
        for (const input of inputs) {
          if (text) input.setAttribute('aria-invalid', 'true');
          else input.removeAttribute('aria-invalid');
        }
        if (text) inputs[0]?.focus();
      },
    };
    rows.push(row);
    list.append(row.element);
    count();
  }

  /** Each condition is called by its place. */
  function count() {
    for (const [at, row] of rows.entries()) {
      row.element.setAttribute('aria-label', texts.condition(at + 1));
      for (const attribute of ['aria-label', 'title']) if (row.remove) row.remove.setAttribute(attribute, texts.removeCondition(at + 1));
    }
  }

  for (const condition of given) add(condition);
  return {
    element,
    read() {
      const searchParameters = rows.map(({ name, method, values }): Condition => ({
        name: name.value as RecordField, method: method.value as Method, searchParameter: values(),
      }));
      const search: Search = { paging: { skip: 0, limit: 1 }, searchParameters: searchParameters.map(asSent) };
      const { issues = [] } = validateSearch(search);
      const wrong = rows.map((row, at) => {
        const issue = issues.find(({ path }) => path[0] === 'searchParameters' && path[1] === at);
        return row.wrong() ?? (issue && message(issue));
      });
      for (const [at, row] of rows.entries()) row.refuse(wrong[at]);
      // one on the order's number is mandatory
      const whole = issues.find(({ path }) => path.length < 2);
      if (whole) rows[0]?.refuse(message(whole));
      return whole || wrong.some(Boolean) ? undefined : searchParameters;
    },
  };
}

type Options = readonly (readonly [string, string])[];

const options = (all: Options, value: string): HTMLElement[] => all.map(([name, text]) => h('option', { value: name, selected: name === value }, text));

const select = (label: string, all: Options, value: string): HTMLSelectElement => h('select', { 'aria-label': label }, ...options(all, value));
