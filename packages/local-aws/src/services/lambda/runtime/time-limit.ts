import type { Clock } from '../../../kernel/clock.ts';

/** What is left of the time that an invocation has. */
export interface TimeLimit {
  /** In milliseconds, down to 0. */
  remaining(): number;
  cancel(): void;
}

/**
 * Calls back once when `ms` have passed on the local clock and, where that clock runs faster than the machine's, on the
 * machine's too: a function's code, its timers and its cold start run on the machine's time, and 3 s of a clock at twenty
 * times the pace would stop what on AWS has ended long before.
 */
export function timeLimit(clock: Clock, ms: number, expired: () => void): TimeLimit {
  const [localStart, machineStart] = [clock.now(), performance.now()];
  const remaining = (): number => {
    const local = ms - (clock.now() - localStart);
    const machine = clock.scale > 1 ? Math.ceil(ms - (performance.now() - machineStart)) : 0;
    return Math.max(0, local, machine);
  };
  let overtime: NodeJS.Timeout | undefined;
  const cancelLocal = clock.after(ms, () => {
    const rest = remaining();
    if (rest === 0) expired();
    else overtime = setTimeout(expired, rest);
  });
  return {
    remaining,
    cancel() {
      cancelLocal();
      clearTimeout(overtime);
    },
  };
}
