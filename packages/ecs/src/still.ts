import type { Clock } from '@actions-aws/action';
import type { Services } from './ports.ts';
import { primaryOf, type Service, type ServiceName } from './service.ts';

/** Between looks, in milliseconds. */
const LOOK_MS = 1_000;

/** What a service has to be like still. */
export interface Still {
  /** How it was seen last. */
  readonly seen: Service;
  /** Whether a look shows it as it has to be. */
  isStill(now: Service): boolean;
  /** How long it is looked at again, in milliseconds, where a look may be from before. */
  readonly forMs: number;
}

/**
 * A service right before a write without a condition, where it matters that no one asked for something else. ECS is eventually consistent:
 * a look that shows it otherwise, and no newer deployment, may be from before what was seen, and then it is looked at again.
 */
export async function describeStill(
  services: Pick<Services, 'describe'>,
  name: ServiceName,
  { seen, isStill, forMs }: Still,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal },
): Promise<Service | undefined> {
  const until = clock.now() + forMs;
  for (;;) {
    const now = await services.describe(name, signal);
    if (!now || isStill(now) || begunAt(now) > begunAt(seen) || clock.now() + LOOK_MS > until) return now;
    await clock.sleep(LOOK_MS, signal);
  }
}

function begunAt(service: Service): number {
  return primaryOf(service)?.createdAt ?? 0;
}
