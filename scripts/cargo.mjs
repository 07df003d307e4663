// What cargo knows of this workspace.

import { execFileSync } from 'node:child_process';

const metadata = () => JSON.parse(execFileSync('cargo', ['metadata', '--no-deps', '--format-version', '1'], { encoding: 'utf8' }));

/** The sandbox as `cargo build --package epay-sandbox` makes it. */
export const sandboxProgram = () => `${metadata().target_directory}/debug/epay-sandbox`;

/** The features of the crate, each to be built by itself. */
export function features() {
  const crate = metadata().packages.find(({ name }) => name === 'epay-invoice');
  return Object.keys(crate.features).filter((feature) => feature !== 'default');
}
