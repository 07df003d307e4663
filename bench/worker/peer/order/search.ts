// Searching: what a callback hints at, what a search's end means, and when the next is due.

import type { Page } from '../bank/calls';
import type { Callback } from '../bank/callback';
import { isPaid } from '../record';
import { observe } from './observe';
import { tell } from './outbox';
import { EXPIRY_MARGIN, GIVE_UP, backoff, pollPause, resolvePause, stirredPause } from './schedule';
import { calledAt, expiresAt, heldUntil, isDeactivated, isPaidForGood, settledAt, watchedUntil, type Order } from './state';

/** The most failed attempts that wait for a search. */
const MOST_ATTEMPTS = 32;

/** The bank called: a search is due. An attempt that waits already is nothing new, nor is any once the link is paid. */
export function hint(order: Order, callback: Callback, isSearching: boolean, now: number): boolean {
  if (isPaidForGood(order)) return false;
  if (callback.is === 'failed' && callback.isFinal) {
    const { transaction, reason } = callback;
    if (order.attempts.some((attempt) => attempt.transaction === transaction)) {
      if (!isSearching) order.search.due ??= now;
      return false;
    }
    if (order.attempts.length === MOST_ATTEMPTS) order.attempts.shift();
    order.attempts.push({ transaction, reason, came: now });
  } else {
    order.search.stirred = now;
  }
  order.search.due = now;
  return true;
}

/** The order's own search has found a page. `isOvertaken`: a callback has come since it began, which it does not answer. */
export function searched(order: Order, page: Page, begun: number, isOvertaken: boolean, now: number): void {
  order.search.failures = 0;
  observe(order, page.records, page.total_count <= page.records.length ? begun : undefined, now);
  if (!isOvertaken) judgeAttempts(order, now);
  judgeEnd(order, begun, now);
  order.search.due = isOvertaken && !isPaidForGood(order) ? now : nextLook(order, begun, now);
}

/** Of a link that is not paid, the attempts have failed; where there is none, they were about nothing. */
function judgeAttempts(order: Order, now: number): void {
  if (order.phase.is === 'known') {
    for (const attempt of order.attempts) tell(order, 'invoice.failed', { attempt }, now);
    order.attempts = [];
  } else if (order.phase.is === 'free' && now >= heldUntil(order)) {
    order.attempts = [];
    delete order.search.stirred;
  }
}

/** A link that has ended when a search for it began, and is neither paid nor deactivated, has expired. */
function judgeEnd(order: Order, begun: number, now: number): void {
  const { phase } = order;
  if (phase.is !== 'known' || phase.expired || isPaid(phase.record) || isDeactivated(phase)) return;
  if (begun < (expiresAt(phase) ?? Infinity) + EXPIRY_MARGIN) return;
  phase.expired = true;
  tell(order, 'invoice.expired', {}, now);
}

/** When the next search is due after one that went well. One that began before a mark says nothing of it. */
function nextLook(order: Order, begun: number, now: number): number | undefined {
  const { phase, search: { stirred } } = order;
  const byMark = (next: number, mark: number) => (begun < mark ? Math.min(next, Math.max(mark, now)) : next);
  switch (phase.is) {
    case 'free': {
      const called = calledAt(order);
      const pause = called === undefined ? undefined : stirredPause(now - called);
      return pause === undefined ? undefined : byMark(now + pause, heldUntil(order));
    }
    case 'creating':
      return undefined;
    case 'unclear':
      return byMark(now + resolvePause(now - phase.ended), settledAt(order, phase.ended));
    case 'known': {
      if (isPaidForGood(order)) return undefined;
      const last = watchedUntil(phase);
      const stirredFor = stirred === undefined ? undefined : stirredPause(now - stirred);
      if (begun >= last && stirredFor === undefined) return undefined;
      const pause = Math.min(pollPause(now - phase.since), stirredFor ?? Infinity);
      return byMark(byMark(now + pause, (expiresAt(phase) ?? -Infinity) + EXPIRY_MARGIN), last);
    }
  }
}

/** The order's own search has failed. One that was not due was a caller's: it does not put off the order's own. */
export function searchFailed(order: Order, begun: number, now: number): void {
  const { phase, search } = order;
  if (search.due === undefined || search.due > begun) return;
  search.failures++;
  const isCalled = now < (calledAt(order) ?? -Infinity) + GIVE_UP;
  const isWatched = phase.is === 'known' && !isPaidForGood(order) && (isCalled || now < watchedUntil(phase) + GIVE_UP);
  const isWorthIt = phase.is === 'unclear' || isWatched || (phase.is === 'free' && isCalled);
  search.due = isWorthIt ? now + backoff(search.failures) : undefined;
}
