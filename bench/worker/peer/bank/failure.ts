// What went wrong with a call to the bank, what it allows to do next, and what a caller is told of it.

import { Problem } from '../problem';

export type Operation = 'create' | 'search' | 'deactivate';

export type Failure =
  /** The call was not made. `refused`: the bank refuses the credentials, and no pause mends that. */
  | { is: 'no_token'; refused: boolean; retryAfter: number }
  /** The bank does not accept the token. */
  | { is: 'rejected' }
  | { is: 'refused'; code: number | null; message: string }
  | { is: 'throttled'; retryAfter?: number }
  /** Whether anything was done is not known. */
  | { is: 'unavailable' | 'malformed' | 'timeout' | 'unreachable' };

export class BankError extends Error {
  constructor(readonly failure: Failure) {
    super(`the bank: ${failure.is}`);
  }

  /** Whether the bank may have done what was asked in spite of it. */
  get isAmbiguous(): boolean {
    return !['no_token', 'rejected', 'refused', 'throttled'].includes(this.failure.is);
  }
}

/** The bank's answer, and what it was an answer to. */
export interface Reply {
  status: number;
  retryAfter: string | null;
  text: string;
  json: any;
  sent: string;
}

export const REJECTED = 'Token is not valid';

/** What an answer means that is not the one asked for. Words that a payer has chosen, which come back, do not count. */
export function failureOf({ status, retryAfter, text, json, sent }: Reply): Failure {
  const isGood = status >= 200 && status < 300;
  const isAnswer = isGood && (json?.id != null || 'Records' in Object(json));
  if (status === 401 || (text.includes(REJECTED) && !sent.includes(REJECTED) && !isAnswer)) return { is: 'rejected' };
  const code = Number.parseInt(json?.code, 10);
  const refused = { is: 'refused', code: Number.isNaN(code) ? null : code, message: String(json?.message ?? '').trim().slice(0, 500) } as const;
  if (isGood) return refused.code ? refused : { is: 'malformed' };
  if (status === 429) return { is: 'throttled', retryAfter: retryAfter === null ? undefined : secondsOf(retryAfter) };
  return status >= 400 && status < 500 && status !== 408 && status !== 425 ? refused : { is: 'unavailable' };
}

/** A date, or whatever else is no number of seconds, says at least that it is not at once. */
const secondsOf = (retryAfter: string) => (/^\d+$/.test(retryAfter.trim()) ? Number(retryAfter) : 60);

const MOST_ATTEMPTS = 3;
const pause = (attempt: number) => (attempt === 1 ? 200 : 800);

/** How long to wait where the bank asks to slow down; `undefined`: longer than a caller waits. */
export function throttledPause(retryAfter: number | undefined, attempt: number): number | undefined {
  if (attempt >= MOST_ATTEMPTS) return undefined;
  if (retryAfter === undefined) return pause(attempt);
  return retryAfter <= 2 ? retryAfter * 1000 : undefined;
}

/** After how long the same call is made again; `undefined`: it is not. A create never is where it may have been done. */
export function pauseAfter(operation: Operation, error: BankError, attempt: number): number | undefined {
  const { failure } = error;
  if (failure.is === 'rejected') return attempt === 1 ? 0 : undefined;
  if (operation === 'create') return undefined;
  if (failure.is === 'throttled') return throttledPause(failure.retryAfter, attempt);
  return error.isAmbiguous && attempt < MOST_ATTEMPTS ? pause(attempt) : undefined;
}

const credentialsRefused = () => new Problem(502, 'bank_credentials_refused', 'The bank refuses this shop\'s credentials.');
const bankRefused = (code: number | null, message: string) =>
  new Problem(422, 'bank_refused', 'The bank refuses the request; `bank` has its own words.', { bank: { code, message } });
const unavailable = (retryAfter: number, detail = 'The bank cannot be used at the moment.') =>
  new Problem(503, 'bank_unavailable', detail, { retryAfter });

/** What is told of a call that asked for nothing to be done. */
export function problemOf({ failure }: BankError): Problem {
  switch (failure.is) {
    case 'no_token':
      return failure.refused ? credentialsRefused() : unavailable(failure.retryAfter, 'The bank gives no token at the moment. Nothing was done.');
    case 'rejected':
      return new Problem(502, 'bank_token_rejected', 'The bank rejects the token it gave.', { retryAfter: 5 });
    case 'refused':
      return bankRefused(failure.code, failure.message);
    case 'throttled':
      return new Problem(503, 'bank_throttled', 'The bank asks to slow down.', { retryAfter: failure.retryAfter ?? 5 });
    case 'timeout':
      return new Problem(504, 'bank_timeout', 'The bank did not answer in time.', { retryAfter: 5 });
    default:
      return unavailable(5);
  }
}

/** What is told of a call by which nothing was done. */
export function nothingDone({ failure }: BankError): Problem {
  if (failure.is === 'refused') return bankRefused(failure.code, failure.message);
  if (failure.is === 'no_token' && failure.refused) return credentialsRefused();
  const retryAfter = 'retryAfter' in failure ? (failure.retryAfter ?? 5) : 5;
  return unavailable(Math.max(1, retryAfter), 'The bank cannot be used at the moment. Nothing was done.');
}
