import { type Clock, UserError } from '@actions-aws/action';

/** Thrown when a deadline passed before what was waited for came true. */
export class DeadlineError extends UserError {
  override readonly name: string = 'DeadlineError';

  constructor(waitedFor: string) {
    super(`Time ran out while waiting for ${waitedFor}.`, { hint: 'Raise `timeout` if it is only slow.' });
  }
}

/**
 * Looks again and again, at a fixed cadence, until `done` says so; `done` throws on a state that no waiting mends.
 * Never the SDK's waiters: since 3.995 their default delay grows to 600 s
 * (https://github.com/aws-actions/amazon-ecs-deploy-task-definition/issues/872).
 *
 * @throws DeadlineError at the deadline; the signal's reason when it aborts.
 */
export async function poll<Seen>(options: {
  readonly waitedFor: string;
  look(): Promise<Seen>;
  done(seen: Seen): boolean | Promise<boolean>;
  readonly everyMs: number;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<Seen> {
  for (;;) {
    options.signal.throwIfAborted();
    const seen = await options.look();
    if (await options.done(seen)) return seen;
    if (options.clock.now() + options.everyMs > options.deadline) throw new DeadlineError(options.waitedFor);
    await options.clock.sleep(options.everyMs, options.signal);
  }
}
