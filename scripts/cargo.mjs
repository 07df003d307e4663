// Where cargo puts what it builds.

import { execFileSync } from 'node:child_process';

export function targetDirectory() {
  const metadata = execFileSync('cargo', ['metadata', '--no-deps', '--format-version', '1'], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return JSON.parse(metadata).target_directory;
}

export const sandboxProgram = () => `${targetDirectory()}/debug/epay-sandbox`;
