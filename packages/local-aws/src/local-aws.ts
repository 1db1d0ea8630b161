import type { Clock } from './kernel/clock.ts';
import { credentials } from './kernel/credentials.ts';
import { exchange, type Kernel } from './kernel/exchange.ts';
import { faults } from './kernel/faults.ts';
import { gate } from './kernel/gate.ts';
import { identifiers } from './kernel/identifiers.ts';
import { journal } from './kernel/journal.ts';
import { places } from './kernel/places.ts';
import { quotas } from './kernel/quotas.ts';
import { scheduler } from './kernel/scheduler.ts';
import { listen } from './kernel/server.ts';
import { type ClockOptions, timeline } from './kernel/timeline.ts';
import { type HostedService, modelOf } from './kernel/wire/model.ts';
import { sts } from './services/sts/sts.ts';

/** How the local cloud is started. */
export interface LocalAwsOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  readonly clock?: ClockOptions;
  /** How many requests the journal keeps; 100,000 unless given. */
  readonly journalCapacity?: number;
  /** The same seed gives the same ids. */
  readonly seed?: number;
  /** Instead of the services of this package; for tests of the kernel. */
  readonly services?: readonly HostedService[];
}

/** A running local cloud. */
export interface LocalAws {
  /** Such as `http://127.0.0.1:4566`. */
  readonly endpoint: string;
  readonly clock: Clock & { advance(ms: number): Promise<void> };
  /** Ends everything; nothing keeps the process alive after. */
  stop(): Promise<void>;
}

/** Starts an AWS on this machine, bound to 127.0.0.1. Rejects when the port is taken. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const clock = timeline(options.clock);
  let endpoint = '';
  const known = credentials();
  const services: readonly HostedService[] = options.services ?? [sts(known)];
  const kernel: Kernel = {
    models: services.map(modelOf),
    places: places(clock, identifiers(options.seed ?? 1), () => endpoint),
    clock,
    requestIds: identifiers((options.seed ?? 1) + 1_000_003),
    journal: journal(options.journalCapacity ?? 100_000),
    credentials: known,
    quotas: quotas(),
    faults: faults(),
    held: gate('held'),
    scheduler: scheduler(),
    latency: 0,
  };
  const listening = await listen(
    {
      exchange: (arrival, signal) => exchange(kernel, arrival, signal),
      local: async () => ({ status: 404, headers: {}, body: new Uint8Array() }),
    },
    options.port ?? 0,
  );
  endpoint = `http://127.0.0.1:${listening.port}`;
  return {
    endpoint,
    clock,
    async stop() {
      clock.stop();
      await listening.close();
      for (const service of services) await service.stop?.();
    },
  };
}
