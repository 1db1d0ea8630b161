import type { Credentials } from './credentials.ts';
import type { Earlier } from './earlier.ts';
import type { Faults } from './faults.ts';
import type { Gate } from './gate.ts';
import type { Identifiers } from './identifiers.ts';
import type { Journal } from './journal.ts';
import type { Places } from './places.ts';
import type { Quotas } from './quotas.ts';
import type { Scheduler } from './scheduler.ts';
import type { Timeline } from './timeline.ts';
import type { ServiceModel } from './wire/model.ts';

/** All that the kernel is made of. */
export interface Kernel {
  readonly models: readonly ServiceModel[];
  readonly places: Places;
  readonly clock: Timeline;
  /** For request ids alone: state must not depend on how often somebody asked. */
  readonly requestIds: Identifiers;
  readonly journal: Journal;
  readonly credentials: Credentials;
  readonly quotas: Quotas;
  readonly faults: Faults;
  readonly earlier: Earlier;
  readonly held: Gate;
  readonly scheduler: Scheduler;
  /** Milliseconds of the local clock that each call takes. */
  latency: number;
}
