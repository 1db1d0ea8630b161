import { isSha } from '@actions-aws/git';

/** How one commit stands to another: that of the image that wants a tag to that of the image that has it. */
export interface Age {
  readonly order: 'same' | 'newer' | 'older' | 'unknown';
  /** A clause, such as `its commit 0123456789ab is contained in this one`. */
  readonly because: string;
}

/**
 * How the commit of the image that wants a tag, `ours`, stands to that of the image that has it, by what the two images say of
 * their commits.
 */
export type AgeOf = (ours: string | undefined, theirs: string | undefined) => Promise<Age>;

/** Reads what two images say, and looks their commits up, by whole SHAs, where they are two. */
export function ageBy(lookUp: (ours: string, theirs: string) => Promise<Age>): AgeOf {
  return async (ours, theirs) => {
    if (theirs === undefined) return unknown('its image does not say which commit it is of');
    if (ours === undefined) return unknown('this image does not say which commit it is of');
    const [own, other] = [shaIn(ours), shaIn(theirs)];
    if (other === undefined) return unknown('what its image says is no commit');
    if (own === undefined) return unknown('what this image says is no commit');
    return own === other ? { order: 'same', because: 'it is of this commit already' } : lookUp(own, other);
  };
}

/** The commit of the image that has the tag comes before ours. */
export function comesAfter(theirs: string): Age {
  return { order: 'newer', because: `its ${named(theirs)} is contained in this one` };
}

/** It comes after ours. */
export function comesBefore(theirs: string): Age {
  return { order: 'older', because: `its ${named(theirs)} contains this one` };
}

/** A commit and its date. */
export interface Dated {
  readonly sha: string;
  /** Seconds since the epoch. */
  readonly committedAt: number;
}

/** Neither contains the other: their dates decide. */
export function besides(ours: Dated, theirs: Dated): Age {
  const order = theirs.committedAt > ours.committedAt ? 'older' : 'newer';
  const which = order === 'older' ? 'later' : 'not later';
  return { order, because: `its ${named(theirs.sha)} is on another line of history, and ${which}` };
}

/** Nothing tells. */
export function unknown(because: string): Age {
  return { order: 'unknown', because };
}

/** A commit, for people. */
export function named(sha: string): string {
  return `commit ${sha.slice(0, 12)}`;
}

function shaIn(said: string): string | undefined {
  const text = said.trim().toLowerCase();
  return isSha(text) ? text : undefined;
}
