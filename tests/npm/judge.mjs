// What the crate says of payloads: the native program verdict/src/bin/judge.rs.

import { execFileSync } from 'node:child_process'

/** @param {[schema: string, json: string][]} payloads @returns {string[]} the issues of each, as JSON */
export const judge = (payloads, ...args) => {
  const program = ['run', '--quiet', '--release', '-p', 'epay-invoice-verdict', '--bin', 'judge', '--', ...args]
  const input = payloads.map((payload) => payload.join(' ')).join('\n')
  return execFileSync('cargo', program, { input, encoding: 'utf8', maxBuffer: 1 << 30 }).trimEnd().split('\n')
}
