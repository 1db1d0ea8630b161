import { provisionedTotal, unreserved } from './concurrency.ts';
import { throttled } from './errors.ts';
import { functionArn } from './names.ts';
import type { LambdaPlace } from './place.ts';
import type { FunctionRecord } from './state.ts';
import type { Target } from './targets.ts';

/** Counts running invocations against the concurrency they may use. What runs is not part of the state. */
export interface Slots {
  /** Takes a slot or throws TooManyRequestsException; returns how to give it back. */
  take(place: LambdaPlace, target: Target): () => void;
  /** Forgets everything that runs. */
  clear(): void;
}

/** No invocation runs. */
export function slots(): Slots {
  const running = new Map<string, number>();
  const count = (key: string) => running.get(key) ?? 0;

  function occupy(key: string): () => void {
    running.set(key, count(key) + 1);
    let held = true;
    return () => {
      if (held && running.has(key)) {
        running.set(key, count(key) - 1);
      }
      held = false;
    };
  }

  return {
    take(place, { func, version }) {
      const provisioned = `provisioned ${functionArn(place, func.name, version.version)}`;
      if (count(provisioned) < allocated(func, version.version)) {
        return occupy(provisioned);
      }
      if (func.reservedConcurrency !== undefined) {
        const reserved = `reserved ${functionArn(place, func.name)}`;
        // Provisioned concurrency comes out of the reserved: when they are equal, nothing is left for $LATEST (recorded).
        if (count(reserved) >= func.reservedConcurrency - provisionedTotal(func)) {
          throw throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
        }
        return occupy(reserved);
      }
      const shared = `shared ${place.account} ${place.region}`;
      if (count(shared) >= unreserved(place.state)) {
        throw throttled('ConcurrentInvocationLimitExceeded');
      }
      return occupy(shared);
    },
    clear: () => running.clear(),
  };
}

/** Provisioned environments of a version: its own, or those of an alias that points to it (recorded: both use them). */
function allocated(func: FunctionRecord, version: string): number {
  let total = func.provisioned.get(version)?.available ?? 0;
  for (const alias of func.aliases.values()) {
    if (alias.functionVersion === version && alias.shift === undefined) {
      total += func.provisioned.get(alias.name)?.available ?? 0;
    }
  }
  return total;
}
