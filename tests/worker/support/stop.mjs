// Ending what a test has started.

/** Stops each, in this order, also where an earlier one fails: a program that is left would keep the tests from ending. */
export async function stop(...started) {
  const failures = [];
  for (const one of started) await one?.stop().catch((error) => failures.push(error));
  if (failures.length) throw failures[0];
}
