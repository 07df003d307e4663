// The Worker's module: what the platform calls, how promises cross, and what is done when the wasm dies.

import { DurableObject } from 'cloudflare:workers';
import * as wasm from '#wasm';

/** Counts the wasm's lives: a trap or a panic ends one, and the next begins at once. */
let life = 0;
/** What this life has yet to settle: the promises of its tasks, by their numbers. */
let open = new Map();

/** Calls the wasm. If that ends its life, whoever waits for it is told. */
function alive(call) {
  try {
    return call();
  } catch (error) {
    const lost = open;
    life++;
    open = new Map();
    wasm.__wbg_reset_state();
    for (const { reject } of lost.values()) reject(error);
    throw error;
  }
}

/** The promise of a task that has begun. */
export function begin(task) {
  return new Promise((resolve, reject) => open.set(task, { resolve, reject }));
}

/** The end of a task. */
export function settle(task, value, isGood) {
  const { resolve, reject } = open.get(task);
  open.delete(task);
  if (isGood) resolve(value);
  else reject(value);
}

/** A task whose request is over: nobody is there to be told. */
export function forget(task) {
  open.delete(task);
}

/** Wakes the wasm when the promise has come to rest. */
export function wait(promise, number) {
  const born = life;
  // without names: bundlers define the name of each function that has one, which is 1 % of a request
  promise.then((value) => wake(born, number, value, true), (error) => wake(born, number, error, false));
}

function wake(born, number, value, isGood) {
  // a number of an earlier life is now another's
  if (born === life) alive(() => wasm.resume(number, value, isGood));
}

/** A Durable Object's class: in each life of the wasm it has an inner object of its own. */
const object = (name) => class extends DurableObject {
  #inner;
  #born;

  #call(method, argument) {
    return alive(() => {
      if (this.#born !== life) {
        this.#inner = new wasm.Inner(name, this.ctx, this.env);
        this.#born = life;
      }
      return this.#inner[method](argument);
    });
  }

  /** A question of the Worker's. */
  ask(question) {
    return this.#call('ask', question);
  }

  /** The one question whose answer is a stream. */
  fetch(request) {
    return this.#call('fetch', request);
  }

  alarm() {
    return this.#call('alarm');
  }
};

export const OrderLedger = object('OrderLedger');
export const TokenKeeper = object('TokenKeeper');
export const DeadLetters = object('DeadLetters');

export default {
  fetch: (request, env) => alive(() => wasm.fetch(request, env)),
};
