import type { Failure, Owner } from '@actions-aws/promotion';
import type { Manifest, Pointer } from '@actions-aws/site';

/** Says that the rollback has no condition: back from the release that is live. */
export const ANY = 'any';

/** What the workflow asks for. */
export interface Desired {
  readonly bucket: string;
  /** Id of the distribution that users reach. */
  readonly app: string;
  /** Go back only if this release is live; or {@link ANY}. */
  readonly onlyIf: string;
  /** Where to go back to; else to where the pointer came from. */
  readonly to: string | undefined;
  readonly settleMs: number;
  readonly owner: Owner;
}

/** What is known of the pointer and of where it is to go; each step gives a newer one. */
export interface Observed {
  readonly pointer: Pointer;
  /** The address that users type. */
  readonly url: string;
  /** Where to go; nothing while it need not be known: the pointer says that there is nothing to do. */
  readonly target: Manifest | undefined;
  /** Why this target; empty where none is needed. */
  readonly because: string;
  /** What is taken back, whose open tabs go on working; nothing where it has no manifest. */
  readonly undone: Manifest | undefined;
  /** Whether a manifest that only open tabs need could not be read in the time that users can wait: it is read once they are safe. */
  readonly isLate: boolean;
  /** The move stands in the history, or was tried to be put there. */
  readonly isNoted: boolean;
  /** Files for open tabs were copied before the move, as far as that went soon. */
  readonly isCarriedFirst: boolean;
  /** Open tabs of what is taken back were seen to. */
  readonly isCarried: boolean;
  /** All edges have it, and none has anything in its cache from before. */
  readonly isSpread: boolean;
  /** Users' address went on to answer with the release. */
  readonly isServed: boolean;
  /** Nothing tells what the pointer holds. */
  readonly isUnreadable: boolean;
  /** Why it was not gone on with. */
  readonly failure: Failure | undefined;
}

/** One step. */
export type Step =
  | { readonly do: 'carry-first'; readonly from: string; readonly into: string; readonly files: number }
  | { readonly do: 'note'; readonly from: string; readonly to: string }
  | { readonly do: 'move'; readonly from: string; readonly to: string }
  | { readonly do: 'carry'; readonly from: string; readonly into: string; readonly files: number }
  | { readonly do: 'carry-late'; readonly from: string; readonly into: string }
  | { readonly do: 'spread'; readonly release: string }
  | { readonly do: 'await-served'; readonly release: string };
