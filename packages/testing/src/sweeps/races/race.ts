import type { JournalEntry, Waiting } from '@actions-aws/local-aws';
import type { EndedBundle } from '../../bundle/bundle.ts';
import type { Running, Stage } from '../../simulation/stage.ts';
import type { Domain } from '../domain.ts';
import type { World } from '../trial.ts';

/** Several who act at once on the same things. */
export interface Race<W extends World, Seen = unknown> {
  readonly domain: Domain;
  /** Makes the world, on a stepped clock. After each schedule it is put back to how it was made. */
  world(): Promise<W>;
  /** Starts each, by a short name of small letters; not `wait`. Each begins when the schedule has its first turn. */
  readonly deployers: Readonly<Record<string, (stage: Stage, world: W, name: string) => Promise<Running<EndedBundle>>>>;
  /** Looks at what a schedule is compared by. */
  look(world: W): Promise<Seen>;
  /** Watches one schedule, and judges it at its end. Made before the first begins. */
  oracle(world: W, serially: Serially<Seen>): Promise<Oracle>;
  /**
   * Whether no write of this race can change what this request answers, and this request changes no other answer. Such a request goes on as soon as it is made, and no schedule differs in it.
   *
   * This loses none of the schedules with at most so many preemptions. Take any of them, and move each such request to
   * the moment in which it was made: it commutes with all that came between, time does not pass while it is parked, so
   * every answer stays the same. A deployer that is preempted in the new schedule was so in the old one: it had the
   * same requests parked, or one of these before them.
   *
   * Quotas are shared by all requests, so no request may be throttled; `explore` sees to that.
   */
  isConstant?(request: Waiting): boolean;
  /**
   * Whether no other deployer of this race asks for what this request is about, before its sender has done what makes the other one ask: such
   * a write commutes with all that others do, and goes on as what is constant does.
   */
  isOwn?(request: Waiting): boolean;
}

/** One request that went on. */
export interface Move {
  readonly name: string;
  readonly entry: JournalEntry;
}

/** How a schedule went, to its end. */
export interface Finished {
  readonly moves: readonly Move[];
  readonly endings: ReadonlyMap<string, EndedBundle>;
}

/** Watches over a schedule. */
export interface Oracle {
  /** Called after each request, while all are at rest. */
  saw(move: Move): Promise<void>;
  /** A sentence for each thing that is wrong. */
  verdict(finished: Finished): Promise<readonly string[]>;
}

/**
 * Runs some of the deployers one after another, each to its end; the same ones only once. For that the world is put back to
 * how it was made: an oracle looks at the schedule's own end before it asks.
 */
export type Serially<Seen> = (names: readonly string[]) => Promise<Serial<Seen>>;

/** How that went, and what `look` saw then. */
export interface Serial<Seen> {
  readonly finished: Finished;
  readonly seen: Seen;
}
