import type { Credential } from './credentials.ts';
import type { Fault, FaultRule } from './faults.ts';
import type { Waiting } from './gate.ts';
import type { JournalEntry } from './journal.ts';
import type { Kernel } from './kernel.ts';
import type { Where } from './places.ts';
import type { Parking } from './scheduler.ts';
import type { Snapshots } from './snapshots.ts';

/**
 * What a test can ask of the local cloud beside AWS's own operations: in process, or over HTTP through `controlClient`.
 * Arguments and results are JSON. Nothing of it appears in the journal.
 */
export interface Control {
  /** The local clock, in milliseconds since the epoch. */
  now(): Promise<number>;
  /** Moves a stepped clock, or jumps ahead on a running one; resolves with the time then. */
  advance(ms: number): Promise<number>;

  /** All requests, in the order in which they arrived. */
  journal(): Promise<readonly JournalEntry[]>;
  /** Forgets all entries and counts occurrences from 1 again. */
  clearJournal(): Promise<void>;

  /** From now on this credential is known. Rejects when its policy could not be enforced exactly. */
  registerCredential(credential: Credential): Promise<void>;

  /** Adds a fault; resolves with its id. Rejects a rule that is misspelt. */
  addFault(rule: FaultRule): Promise<string>;
  /** Rules that have met no request. */
  unreached(): Promise<readonly Fault[]>;
  /** Forgets all rules; requests that are held stay held. */
  clearFaults(): Promise<void>;
  /** Requests that faults of kind `hold` keep open. */
  held(): Promise<readonly Waiting[]>;
  /** The request held longest, as soon as there is one; rejects after `timeoutMs` of the machine's time. */
  waitHeld(timeoutMs: number): Promise<Waiting>;
  /** Lets a held request go on as if nothing had happened. */
  release(id: string): Promise<void>;
  /** Destroys the socket of a held or parked request: before its effect, it never has one; after it, the effect stays. */
  drop(id: string): Promise<void>;

  /** Parks requests from now on: those that match, or all with `true`. `false` ends it and lets all go. */
  park(parking: Parking | boolean): Promise<void>;
  /** Parked requests, longest first. */
  parked(): Promise<readonly Waiting[]>;
  /** The parked requests, as soon as there are `count`; rejects after `timeoutMs` of the machine's time. */
  waitParked(count: number, timeoutMs: number): Promise<readonly Waiting[]>;
  /** Lets a parked request go on. */
  proceed(id: string): Promise<void>;

  /** Milliseconds of the local clock that every request takes from now on; 0 at first. */
  setLatency(ms: number): Promise<void>;

  /** Keeps everything (state, clock, ids, credentials) under a name. */
  snapshot(name: string): Promise<void>;
  /** Goes back to a snapshot. Open connections are destroyed, timers forgotten, quotas full; faults, journal and parking stay. */
  restore(name: string): Promise<void>;
  /** Goes back to the start, and forgets faults, journal, parking and latency too. Snapshots stay. */
  reset(): Promise<void>;

  /** Calls a method of a service's own, such as `sts.registerRole`; in 123456789012 and us-east-1 unless said. */
  call(method: string, argument?: unknown, where?: Partial<Where>): Promise<unknown>;
}

/** The control of a running kernel. */
export function control(kernel: Kernel, snapshots: Snapshots): Control {
  const { clock, journal, faults, held, scheduler } = kernel;
  return {
    now: async () => clock.now(),
    async advance(ms) {
      if (!(ms >= 0)) throw new Error(`advance takes milliseconds from 0 on, not ${ms}`);
      await clock.advance(ms);
      return clock.now();
    },
    journal: async () => journal.entries(),
    clearJournal: async () => journal.clear(),
    registerCredential: async (credential) => kernel.credentials.register(credential),
    addFault: async (rule) => faults.add(rule),
    unreached: async () => faults.unreached(),
    clearFaults: async () => faults.clear(),
    held: async () => held.waiting(),
    waitHeld: async (timeoutMs) => (await held.gathered(1, timeoutMs))[0]!,
    release: async (id) => held.settle(id, 'proceed'),
    async drop(id) {
      const isParked = scheduler.lot.waiting().some((waiting) => waiting.id === id);
      (isParked ? scheduler.lot : held).settle(id, 'drop');
    },
    park: async (parking) => scheduler.park(parking),
    parked: async () => scheduler.lot.waiting(),
    waitParked: (count, timeoutMs) => scheduler.lot.gathered(count, timeoutMs),
    proceed: async (id) => scheduler.lot.settle(id, 'proceed'),
    async setLatency(ms) {
      if (!(ms >= 0)) throw new Error(`latency is in milliseconds from 0 on, not ${ms}`);
      kernel.latency = ms;
    },
    snapshot: async (name) => snapshots.take(name),
    restore: (name) => snapshots.restore(name),
    async reset() {
      faults.clear();
      scheduler.park(false);
      kernel.latency = 0;
      await snapshots.reset();
      journal.clear();
    },
    call: async (method, argument, where) => callService(kernel, method, argument, where),
  };
}

function callService(kernel: Kernel, method: string, argument: unknown, where: Partial<Where> = {}): unknown {
  const [serviceName, name = ''] = method.split('.');
  const called = ({ service }: Kernel['models'][number]) => service.controlName ?? service.name;
  const service = kernel.models.find((model) => called(model) === serviceName)?.service;
  const known = kernel.models.flatMap((model) =>
    Object.keys(model.service.control ?? {}).map((each) => `${called(model)}.${each}`),
  );
  const wanted = service?.control?.[name];
  if (!service || !wanted) throw new Error(`there is no control method ${method}; there are ${known.join(', ')}`);
  const { account = '123456789012', region = 'us-east-1' } = where;
  const result = wanted(kernel.places.at(service, { account, region }), argument as never);
  if (service.ages?.includes(name)) kernel.earlier.restore();
  return result;
}
