// One process's figures: nanoseconds per validation, the median of many short runs, all candidates in turn.

import { copies, payloads } from './payloads.mjs'

/** @param {Record<string, {validate: Function, count: Function}>} candidates */
export const measure = (candidates, rounds = 15, budget = 8) => {
  let sink = 0
  const figures = {}
  for (const [name, [payload, expected]] of Object.entries(payloads)) {
    const objects = copies(payload)
    const times = {}
    for (const [candidate, { validate, count }] of Object.entries(candidates)) {
      const found = count(validate(objects[0]))
      // typebox tells of an unknown key twice
      if (expected ? found < expected : found) throw new Error(`${candidate} finds ${found} issues in the payload "${name}", not ${expected}`)
      times[candidate] = []
      for (let i = 0; i < 20000; i++) sink += count(validate(objects[i & 63]))
    }
    for (let round = 0; round < rounds; round++) {
      for (const [candidate, { validate, count }] of Object.entries(candidates)) {
        // nobody pays for what another has left to be collected
        globalThis.gc?.({ type: 'minor' })
        let runs = 0
        const start = performance.now()
        let end = start
        while (end - start < budget) {
          for (let i = 0; i < 512; i++) sink += count(validate(objects[i & 63]))
          runs += 512
          end = performance.now()
        }
        times[candidate].push(((end - start) / runs) * 1e6)
      }
    }
    figures[name] = Object.fromEntries(Object.entries(times).map(([candidate, list]) => [candidate, list.sort((a, b) => a - b)[list.length >> 1]]))
  }
  if (sink < 0) console.log(sink)
  return figures
}
