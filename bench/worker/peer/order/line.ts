// An order's line to the bank: one call at a time, and the searches that those who wait share.

import { find } from '../bank/calls';
import { BankError } from '../bank/failure';
import type { Env } from '../config';
import { outcomeUnknown } from '../problem';
import type { Change, Desk } from './desk';
import { PATIENCE, retryAfter } from './schedule';
import { searchFailed, searched } from './search';

export class Line {
  /** What the calls took that nobody was told of yet. */
  readonly timing: string[] = [];
  /** Ends with the last call. */
  #calls: Promise<unknown> = Promise.resolve();
  #pending = 0;
  /** The search that has begun, and the one that has not. */
  #search?: { isOvertaken: boolean };
  #nextSearch?: Promise<BankError | undefined>;
  #looked?: PromiseWithResolvers<void>;

  constructor(private readonly env: Env, private readonly desk: Desk) {}

  get isBusy(): boolean {
    return this.#pending > 0;
  }

  get isSearching(): boolean {
    return this.#search !== undefined;
  }

  /** A search that has begun does not answer what has come since. */
  overtake(): void {
    if (this.#search) this.#search.isOvertaken = true;
  }

  /** What the call brings is the order's next turn. */
  call<T>(make: () => Promise<Change<T>>): Promise<T> {
    this.#pending++;
    const landed = this.#calls.then(async () => {
      const change = await make().finally(() => this.#pending--);
      return this.desk.turn(change);
    });
    this.#calls = landed.catch(() => {});
    return landed;
  }

  /** A search that begins from now on; all who ask before it has begun share it. Gives why it failed, if it did. */
  look(): Promise<BankError | undefined> {
    return (this.#nextSearch ??= this.call(() => this.#find()).finally(() => {
      this.#looked?.resolve();
      this.#looked = undefined;
    }));
  }

  async #find(): Promise<Change<BankError | undefined>> {
    const search = (this.#search = { isOvertaken: false });
    this.#nextSearch = undefined;
    const begun = Date.now();
    try {
      const page = await find(this.env, this.timing, this.desk.open().invoice_id);
      return (order, now) => void searched(order, page, begun, search.isOvertaken, now);
    } catch (error) {
      const failed = bankError(error);
      return (order, now) => {
        searchFailed(order, begun, now);
        return failed;
      };
    } finally {
      this.#search = undefined;
    }
  }

  /** The end of the next search, which the alarm begins where nothing else does. */
  looked(): Promise<void> {
    return (this.#looked ??= Promise.withResolvers<void>()).promise;
  }

  /** Waits for a search that tells whether there is a link; one whose patience ends before it is told that nobody knows. */
  async outcome(ended: number, since: number, hasSearched: boolean): Promise<void> {
    if (!hasSearched) {
      await this.look();
      return;
    }
    const now = Date.now();
    const due = this.desk.open().search.due ?? now;
    if (due > Math.max(since, ended) + PATIENCE) throw outcomeUnknown(retryAfter(due - now));
    await this.looked();
  }
}

/** Why a call brought no result; a fault of the Worker's own is as good as no token: it was not made. */
export function bankError(error: unknown): BankError {
  if (error instanceof BankError) return error;
  console.error(`${error}`);
  return new BankError({ is: 'no_token', refused: false, retryAfter: 5 });
}
