import { UserError } from '@actions-aws/action';
import type { Context } from './context.ts';

/**
 * Does something that stops when the workflow is cancelled, or when the time is up; its signal tells which. `time` is what
 * is said of the time then: how much there was, or what took it.
 */
export async function withinDeadline<Value>(
  { clock, signal, budget }: Pick<Context<unknown>, 'clock' | 'signal' | 'budget'>,
  time: string,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const ended = new AbortController();
  const late = new AbortController();
  const hint = 'Raise `timeout` if it is only slow.';
  clock.sleep(Math.max(0, budget.deadline - clock.now()), ended.signal).then(
    () => late.abort(new UserError(`Time ran out: ${time}.`, { hint, code: 'timed-out' })),
    () => {},
  );
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    ended.abort();
  }
}
