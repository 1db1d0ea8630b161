import type { Run } from '@actions-aws/local-github';
import type { Event } from './event/event.ts';
import type { Judged } from './oracle.ts';
import type { Problem } from './problems.ts';
import type { Recorded } from './record.ts';
import type { Copied } from './repository.ts';

/** A run of one workflow, and all that is to say of it. */
export interface EndedRun {
  readonly run: Run;
  readonly record: Recorded;
  readonly judged: readonly Judged[];
  readonly problems: readonly Problem[];
}

/** What became of an event. */
export interface EndedEvent {
  readonly event: Event;
  readonly copied: Copied;
  /** For these nothing was started. */
  readonly refused: readonly Problem[];
  readonly runs: readonly EndedRun[];
}
