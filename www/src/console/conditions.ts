// The conditions of a search: any field of the record, by any of the bank's methods.

import { type Condition, type Issue, type Method, type RecordField, type Search, validateSearch } from 'epay-invoice';
import { fill, h } from '../shared/dom.ts';
import type { App } from './app.ts';

export interface Conditions {
  readonly element: HTMLElement;
  /** The conditions, where they are right; else it says what is wrong. */
  read(): Condition[] | undefined;
}

interface Row {
  element: HTMLElement;
  name: HTMLSelectElement;
  method: HTMLSelectElement;
  values: () => string[];
  error: HTMLElement;
  refuse: (issue: Issue | undefined) => void;
}

const METHODS: readonly Method[] = ['like', '=', 'in', 'between'];

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
    const number = rows.length + 1;
    const id = `condition-${crypto.randomUUID()}`;
    const error = h('p', { class: 'field-error', id: `${id}-error`, 'aria-live': 'polite' });
    const name = select(texts.field, Object.entries(texts.fields), field);
    const method = select(texts.method, METHODS.map((one) => [one, texts.methods[one]]), way);
    const place = h('div', { class: 'values' });
    let inputs: HTMLInputElement[] = [];
    const draw = (values: string[]) => {
      const labels = method.value === 'between' ? [texts.from, texts.to] : [method.value === 'in' ? texts.values : texts.value];
      const shown = method.value === 'in' ? [values.join(', ')] : values;
      inputs = labels.map((label, at) => h('input', {
        value: shown[at] ?? '', 'aria-label': label, placeholder: labels.length > 1 || method.value === 'in' ? label : '',
        'aria-describedby': `${id}-error`, spellcheck: 'false', autocomplete: 'off',
      }));
      fill(place, ...inputs);
    };
    const values = () => (method.value === 'in'
      ? (inputs[0]?.value ?? '').split(/[,;\n]/).map((text) => text.trim()).filter(Boolean)
      : inputs.map(({ value }) => value.trim()));
    draw(searchParameter);
    method.addEventListener('change', () => {
      const [first = ''] = values();
      // what it takes for the next method to mean the same
      const plain = first.replaceAll('%', '');
      draw([method.value === 'like' ? `${plain}%` : plain]);
    });
    const row: Row = {
      element: h('div', { class: 'condition', role: 'group', 'aria-label': texts.condition(number) }, name, method, place,
        number > 1 && h('button', { type: 'button', class: 'button small remove', 'aria-label': texts.removeCondition(number), title: texts.removeCondition(number), onclick: () => {
          rows.splice(rows.indexOf(row), 1);
          row.element.remove();
          element.querySelector('button')?.focus();
        } }, '×'), error),
      name, method, values, error,
      refuse: (issue) => {
        error.textContent = issue ? message(issue) : '';
        for (const input of inputs) {
          if (issue) input.setAttribute('aria-invalid', 'true');
          else input.removeAttribute('aria-invalid');
        }
        if (issue) inputs[0]?.focus();
      },
    };
    rows.push(row);
    list.append(row.element);
  }

  for (const condition of given) add(condition);
  return {
    element,
    read() {
      const searchParameters = rows.map(({ name, method, values }): Condition => ({
        name: name.value as RecordField, method: method.value as Method, searchParameter: values(),
      }));
      const search: Search = { paging: { skip: 0, limit: 1 }, searchParameters };
      const { ok, issues = [] } = validateSearch(search);
      for (const [at, row] of rows.entries()) row.refuse(issues.find(({ path }) => path[0] === 'searchParameters' && path[1] === at));
      // one on the order's number is mandatory
      const whole = issues.find(({ path }) => path.length < 2);
      if (whole) rows[0]?.refuse(whole);
      return ok ? searchParameters : undefined;
    },
  };
}

function select(label: string, options: readonly (readonly [string, string])[], value: string): HTMLSelectElement {
  return h('select', { 'aria-label': label }, ...options.map(([name, text]) => h('option', { value: name, selected: name === value }, text)));
}
