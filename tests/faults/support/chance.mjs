// What a seed decides. It decides what is asked, what fails and what is killed; not how the programs take turns.

/** Draws by mulberry32: the same seed, the same draws. */
export class Chance {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 to 1. */
  unit() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
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
