import { AwsError } from './errors.ts';
import type { Fault } from './faults.ts';
import type { Moment } from './gate.ts';
import type { Kernel } from './kernel.ts';
import type { Visit } from './visit.ts';

/** How an exchange ends when no answer is sent. */
export type Ending = 'dropped' | 'reset' | 'abandoned';

/** Half of the answer is sent, and no more. */
export const STALLED = Symbol('stalled');

/** The answer does not show the last write. */
export const STALE = Symbol('stale');

/** A request as the plan may strike it. */
export interface Struck extends Visit {
  /** Called when nothing will come until the client goes away. */
  readonly silent: () => void;
}

/** What the plan has for this moment: an error to answer, an ending without a whole answer, or nothing. */
export async function stop(
  kernel: Kernel,
  visit: Struck,
  when: Moment,
): Promise<AwsError | Ending | typeof STALLED | typeof STALE | undefined> {
  const {
    call,
    route: { model },
    resource,
    occurrence,
    seq,
  } = visit;
  const { operation, accessKeyId } = call;
  const waiting = { seq, service: model.service.name, operation, resource, accessKeyId, occurrence, when };
  if (kernel.scheduler.parks(waiting) && (await kernel.scheduler.lot.enter(waiting)) === 'drop') return 'dropped';
  const fault = kernel.faults.strike(waiting);
  if (!fault) return undefined;
  kernel.journal.learn(seq, { fault: fault.id });
  if (fault.kind === 'hold') return (await kernel.held.enter(waiting)) === 'drop' ? 'dropped' : undefined;
  if (fault.kind === 'stale') return STALE;
  return fault.kind === 'stall' ? STALLED : strike(fault, visit);
}

async function strike(
  { kind, error }: Fault,
  { call, route: { model }, refusals, silent }: Struck,
): Promise<AwsError | Ending> {
  if (kind === 'reset') return 'reset';
  if (kind === 'error')
    return error ? new AwsError(error.code, error.status, error.message ?? error.code) : refusals.failed();
  if (kind === 'unavailable') return refusals.unavailable();
  if (kind === 'throttle') {
    const refused = model.service.quota?.(call.operation)?.refusal();
    return refused instanceof AwsError ? refused : refusals.throttled();
  }
  silent();
  await gone(call.signal);
  return 'abandoned';
}

/** Resolves when the client has gone away. */
export function gone(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
