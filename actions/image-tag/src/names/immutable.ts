import { DIGITS, hashOf } from './tag.ts';

/**
 * The name of a commit: `sha-0123456789ab-20260314-150926`. The time is the commit's own, in UTC, so that a re-run gives the
 * same name, and names sort as their commits do.
 *
 * @param committedAt seconds since the epoch.
 */
export function nameOfCommit({ sha, committedAt }: { readonly sha: string; readonly committedAt: number }): string {
  const [date = '', time = ''] = new Date(committedAt * 1000).toISOString().split('T');
  return `sha-${sha.slice(0, DIGITS)}-${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
}

/** The mode of a submodule, as git writes it. */
export const SUBMODULE = '160000';

/** What git has below a path: a file, a link or a submodule. */
export interface Entry {
  /** Each character is one byte. */
  readonly path: string;
  /** As git writes it, such as `100755`. */
  readonly mode: string;
  /** The object of its content; of a submodule, its commit. */
  readonly object: string;
}

/** All that goes into an image. */
export interface Content {
  /** Empty where the repository builds one image. */
  readonly component: string;
  readonly entries: readonly Entry[];
  readonly buildArgs: ReadonlyMap<string, string>;
}

/** Changes when the document that is hashed does: otherwise one name could have two meanings. */
const FORM = 'image-tag 1';

/** The name of a content, by its hash: `tree-0123456789ab`. */
export function nameOfContent(hash: string): string {
  return `tree-${hash.slice(0, DIGITS)}`;
}

/**
 * The SHA-256 of a content. It has no date, and nothing of branch or commit: the same content has the same one after a merge, a squash
 * or a revert.
 */
export function hashOfContent({ component, entries, buildArgs }: Content): string {
  const byBytes = (a: readonly string[], b: readonly string[]) => compare(a[0] ?? '', b[0] ?? '');
  const document = [
    FORM,
    component,
    entries.map(({ path, mode, object }) => [path, mode, object]).sort(byBytes),
    [...buildArgs].sort(byBytes),
  ];
  return hashOf(JSON.stringify(document));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
