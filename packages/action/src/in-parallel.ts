/** Does something for each, a number of them at the same time; the first that fails ends the others, and then is thrown. */
export async function inParallel<One, Result>(
  all: readonly One[],
  { most, signal }: { readonly most: number; readonly signal: AbortSignal },
  work: (one: One, signal: AbortSignal) => Promise<Result>,
): Promise<readonly Result[]> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const results: Result[] = [];
  const failures: unknown[] = [];
  const waiting = all.entries();
  const worker = async () => {
    for (const [index, one] of waiting) {
      if (either.aborted) return;
      try {
        results[index] = await work(one, either);
      } catch (error) {
        failures.push(error);
        failed.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, all.length) }, worker));
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
  return results;
}

/**
 * Runs what it is given, a number at the same time. Of the rest the one of the highest rank comes next, and of one rank the one that
 * came first.
 */
export function atMost(most: number): <Result>(run: () => Promise<Result>, rank?: number) => Promise<Result> {
  const waiting: { readonly rank: number; begin(): void }[] = [];
  let running = 0;
  return async (run, rank = 0) => {
    if (running === most) {
      await new Promise<void>((begin) => {
        const before = waiting.findLastIndex((other) => other.rank >= rank);
        waiting.splice(before + 1, 0, { rank, begin });
      });
    } else running += 1;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next.begin();
      else running -= 1;
    }
  };
}
