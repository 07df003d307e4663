// What is wrong with a payload, as data; and what zod says of it, in these terms.

import type { z } from 'zod';
import { Problem } from './problem';

export interface Fault {
  code: string;
  params: Record<string, unknown>;
}
export interface Issue extends Fault {
  path: (string | number)[];
}

export const fault = (code: string, params: Record<string, unknown> = {}): Fault => ({ code, params });

const rule = ({ code, params }: Fault) => {
  const list = Object.entries(params).map(([name, value]) => `${name} ${Array.isArray(value) ? value.join(', ') : value}`);
  return list.length ? `${code} (${list.join(', ')})` : code;
};

const pathText = (path: Issue['path']) =>
  path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : text ? `${text}.${step}` : step), '');

const show = (issue: Issue) => (issue.path.length ? `${pathText(issue.path)}: ${rule(issue)}` : rule(issue));

export const invalid = (issues: Issue[]) =>
  new Problem(422, 'invalid_payload', `The payload breaks rules: ${issues.map(show).join('; ')}.`, { issues });

export const invalidPath = (issue: Issue) =>
  new Problem(422, 'invalid_payload', `The path's invoice_id breaks a rule: ${rule(issue)}.`, { issues: [issue] });

const letters = (name: string) => name.toLowerCase().replace(/[_\- ]/g, '');

/** Whether the name is the known one but for one letter changed, added, dropped, or swapped with its neighbour. */
function isNear(name: string, known: string): boolean {
  const [a, b] = [letters(name), letters(known)];
  if (a === b) return true;
  if (b.length < 3) return false;
  let at = 0;
  while (a[at] === b[at]) at++;
  const [c, d] = [a.slice(at), b.slice(at)];
  const isSwapped = c[0] === d[1] && c[1] === d[0] && c.slice(2) === d.slice(2);
  return isSwapped || c.slice(1) === d.slice(1) || c.slice(1) === d || c === d.slice(1);
}

/** The known name that was probably meant. */
export function suggestion(name: string, known: readonly string[]): Record<string, unknown> {
  const near = name.length <= 64 && known.find((known) => isNear(name, known));
  return near ? { suggestion: near } : {};
}

const kind = (value: unknown) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

function choice(input: unknown, allowed: unknown[]): Fault {
  if (input === undefined) return fault('required');
  if (typeof input !== 'string') return fault('not_string', { actual: kind(input) });
  return input === '' ? fault('empty') : fault('not_in_list', { allowed: allowed.filter(Boolean) });
}

/** The payload's issues. Of a name that is not known, the message has those that are. */
export function issuesOf({ issues }: z.ZodError): Issue[] {
  return issues.flatMap((issue): Issue[] => {
    const path = issue.path as Issue['path'];
    switch (issue.code) {
      case 'custom':
        return [{ path, ...(issue.params as Fault) }];
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({ path: [...path, key], ...fault('unknown_field', suggestion(key, issue.message.split(' '))) }));
      case 'invalid_value':
        return [{ path, ...choice(issue.input, issue.values) }];
      case 'invalid_type':
        return [{ path, ...(issue.input === undefined ? fault('required') : fault(`not_${issue.expected}`, { actual: kind(issue.input) })) }];
      default:
        return [{ path, ...fault(issue.code) }];
    }
  });
}
