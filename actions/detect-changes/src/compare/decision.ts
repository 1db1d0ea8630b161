import type { Strategy } from '../event/question.ts';
import type { GitHub, History } from '../ports.ts';

/** Where answers come from. */
export interface Answers {
  readonly history: History;
  /** Connects to GitHub's API, which alone knows of runs; undefined where there is no token. */
  readonly github: (() => Promise<GitHub>) | undefined;
  readonly choice: Choice;
}

/** Which states are compared. */
export interface Decision {
  /** Undefined where there is none: everything is new. */
  readonly base: string | undefined;
  /** Commits that may be live in part: what differs from one of them counts as well. */
  readonly besides?: readonly string[];
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
