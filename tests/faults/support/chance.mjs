// What a seed decides. It decides what is asked, what fails and what is killed; not how the programs take turns.

import { random } from '../../random.mjs';

export class Chance {
  constructor(seed) {
    /** A number from 0 to 1. */
    this.unit = random(seed);
  }

  /** A whole number from `min` to `max`. */
  from(min, max) {
    return min + Math.floor(this.unit() * (max - min + 1));
  }

  is(probability) {
    return this.unit() < probability;
  }

  one(list) {
    return list[this.from(0, list.length - 1)];
  }

  /** One of the keys, each as likely as its value says. */
  weighted(weights) {
    let left = this.unit() * Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    for (const [key, weight] of Object.entries(weights)) if ((left -= weight) < 0) return key;
    return Object.keys(weights).at(-1);
  }
}
