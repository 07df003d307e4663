// Waiting on a condition.

import { setTimeout as pause } from 'node:timers/promises';

/** Asks `condition` again and again until it holds, and gives what it gave; `what` is named where it never does. */
export async function until(what, condition, withinMs = 60_000) {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`waited ${withinMs / 1000} s in vain until ${what}`);
    await pause(20);
  }
}
