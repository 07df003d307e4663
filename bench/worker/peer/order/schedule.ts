// When: every period and pause of an order's life, in milliseconds.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How long after the end of a create call of unknown outcome a link may still turn up. */
export const SETTLE = MINUTE;
/** How long a callback puts off the verdict that no link was made. */
export const CALLBACK_HOLD = 10 * MINUTE;
/** How long a caller waits for an unknown outcome to become known before it is told so. */
export const PATIENCE = 4 * SECOND;
/** How far the bank's clock may be behind. */
export const CLOCK_SKEW = 5 * MINUTE;
/** How long after `expire_date` an order that a search finds unpaid counts as expired, and how long it is watched. */
export const EXPIRY_MARGIN = MINUTE;
export const AFTER_EXPIRY = DAY;
/** How long a link that names no end is watched. */
export const ENDLESS = 30 * DAY;
/** How long after the last look was due it is still tried at a bank that does not answer. */
export const GIVE_UP = 7 * DAY;
/** When the alarm rings while a call is under way: only a crash lets it come to that. */
export const WATCHDOG = MINUTE;
/** How soon a link is searched for whose creation the bank has throttled. */
export const THROTTLED_SEARCH = 5 * SECOND;
/** How soon the list of undelivered events is told again. */
export const REPORT_AGAIN = 10 * SECOND;

/** The pauses before the looks at a link whose deactivation is to be confirmed. */
export const CONFIRM_PAUSES = [0, 200, 800, 2 * SECOND];
/** The pauses between the deliveries of an event, as the Standard Webhooks specification suggests. */
export const DELIVERY_PAUSES = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR];

type Rows = readonly (readonly [untilAge: number, pause: number])[];
const byAge = (rows: Rows) => (age: number) => rows.find(([until]) => age < until)?.[1];

/** Before the next look at a link that is not paid, by the time since it is known. */
export const pollPause = byAge([
  [2 * MINUTE, 15 * SECOND], [15 * MINUTE, MINUTE], [2 * HOUR, 5 * MINUTE], [DAY, 30 * MINUTE], [7 * DAY, 2 * HOUR], [Infinity, 12 * HOUR],
]) as (age: number) => number;

/** The same where something has happened that no search may show yet; after six hours there is nothing more to it. */
export const stirredPause = byAge([
  [5 * SECOND, SECOND], [30 * SECOND, 5 * SECOND], [5 * MINUTE, 30 * SECOND], [HOUR, 5 * MINUTE], [6 * HOUR, 30 * MINUTE],
]);

/** Before the next search for a link of which nobody knows whether it was made, by the time since the call. */
export const resolvePause = byAge([
  [200, 200], [SECOND, 800], [3 * SECOND, 2 * SECOND], [10 * SECOND, 5 * SECOND], [5 * MINUTE, 15 * SECOND], [HOUR, MINUTE], [Infinity, 15 * MINUTE],
]) as (age: number) => number;

const BACKOFF = [2 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE];
/** After so many searches in a row that have failed. */
export const backoff = (failures: number) => BACKOFF[failures - 1] ?? 30 * MINUTE;

/** For a `Retry-After`, in seconds. */
export const retryAfter = (ms: number) => Math.min(Math.max(Math.ceil(ms / SECOND), 1), 60);
