// What a Durable Object answers the Worker: a problem is told, not thrown, since an error loses its members on the way.

import { BankError, problemOf } from './bank/failure';
import { Problem, type More } from './problem';

export type Told<T> = ({ value: T } | { problem: { status: number; code: string; detail: string; more: More } }) & { timing?: string[] };

export async function told<T>(work: () => T | Promise<T>): Promise<Told<T>> {
  try {
    return { value: await work() };
  } catch (error) {
    const problem = error instanceof BankError ? problemOf(error) : error;
    if (!(problem instanceof Problem)) throw error;
    const { status, code, detail, more } = problem;
    return { problem: { status, code, detail, more } };
  }
}

/** The value, or the problem thrown; what the calls to the bank took is noted. */
export function taken<T>(answer: Told<T>, timing: string[] = []): T {
  if (answer.timing) timing.push(...answer.timing);
  if ('value' in answer) return answer.value;
  const { status, code, detail, more } = answer.problem;
  throw new Problem(status, code, detail, more);
}
