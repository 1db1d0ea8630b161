import type { Caller } from './credentials.ts';
import type { Refusals } from './refusals.ts';
import type { Authorization, Call, Operation } from './service.ts';
import type { Route } from './wire/route.ts';

/** A request on its way: routed, signed, decoded. */
export interface Visit {
  readonly route: Route;
  readonly operation: Operation<never>;
  readonly refusals: Refusals;
  readonly call: Call<never>;
  readonly caller: Caller;
  readonly input: Record<string, unknown>;
  /** Members that were given and that nothing has looked at so far. */
  unread(): readonly string[];
  readonly resource: string;
  readonly iam: readonly Authorization[];
  readonly seq: number;
  readonly occurrence: number;
}
