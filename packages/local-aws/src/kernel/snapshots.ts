import type { Credential } from './credentials.ts';
import type { EarlierCopy } from './earlier.ts';
import type { Identifiers } from './identifiers.ts';
import type { Kernel } from './kernel.ts';
import type { PlacesCopy } from './places.ts';

/** The whole cloud at one moment, as often as a test likes. */
export interface Snapshots {
  take(name: string): void;
  /** Rejects when there is no snapshot of that name. */
  restore(name: string): Promise<void>;
  /** Goes back to how everything was at the start. */
  reset(): Promise<void>;
}

interface Snapshot {
  readonly places: PlacesCopy;
  readonly earlier: EarlierCopy;
  readonly now: number;
  readonly ids: number;
  readonly credentials: readonly Credential[];
}

/** `disconnect` destroys all connections: a request that was on its way belongs to the past that is left. */
export function snapshots(kernel: Kernel, ids: Identifiers, disconnect: () => void): Snapshots {
  const taken = new Map<string, Snapshot>();
  const copy = (): Snapshot => ({
    places: kernel.places.copy(),
    earlier: kernel.earlier.copy(),
    now: kernel.clock.now(),
    ids: ids.position(),
    credentials: kernel.credentials.copy(),
  });
  const start = copy();

  async function go(to: Snapshot): Promise<void> {
    kernel.held.clear();
    kernel.scheduler.lot.clear();
    disconnect();
    kernel.clock.reset(to.now);
    kernel.places.restore(to.places);
    kernel.earlier.restore(to.earlier);
    ids.seek(to.ids);
    kernel.credentials.restore(to.credentials);
    kernel.quotas.reset();
    for (const { service } of kernel.models) await service.forget?.();
  }

  return {
    take(name) {
      taken.set(name, copy());
    },
    async restore(name) {
      const snapshot = taken.get(name);
      if (!snapshot)
        throw new Error(`there is no snapshot ${name}; there are ${[...taken.keys()].join(', ') || 'none'}`);
      await go(snapshot);
    },
    reset: () => go(start),
  };
}
