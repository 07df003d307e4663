// Until it is worth trying again.

const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000];

/** Resolves when the browser is online again, after a pause that grows with what has `failed`, or when it is given up. */
export function onlineOrLater(failed: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, PAUSES_MS[Math.min(failed, PAUSES_MS.length - 1)]);
    addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}
