import type { Strategy } from '../event/question.ts';

/** Which states are compared. */
export interface Decision {
  /** Undefined where there is none: everything is new. */
  readonly base: string | undefined;
  readonly head: string;
  readonly strategy: Strategy;
  readonly reason: string;
}

/** What is not known, and why. */
export interface Undecided {
  readonly undecided: string;
  readonly head: string;
  readonly strategy: Strategy;
}

/** What narrows a base, of the inputs. */
export interface Choice {
  /** Whether a tag counts, by its short name; undefined where the form of the event's own tag says it. */
  readonly tags?: ((name: string) => boolean) | undefined;
  readonly sinceJob?: string | undefined;
  readonly sinceEnvironment?: string | undefined;
}
