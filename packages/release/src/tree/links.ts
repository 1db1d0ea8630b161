import path from 'node:path';

/** What a README's links can reach, all paths from the repository's root. */
export interface Reach {
  /** Folder of the README in the sources, such as `actions/lambda-promote`. */
  readonly folder: string;
  /** Whether the sources have this file or folder. */
  readonly exists: (file: string) => boolean;
  /** Where the same file is in the release tree; nothing when it is not there. */
  readonly released: (file: string) => string | undefined;
  /** Address of the sources, such as `https://github.com/org/actions/blob/main`. */
  readonly sources: string;
}

/**
 * A README's text with its relative links as they lead from where it is in the release tree: one folder below the root. What the
 * tree does not have is linked in the sources.
 *
 * @throws when a link leads nowhere.
 */
export function relinked(text: string, { folder, exists, released, sources }: Reach): string {
  return text.replace(/(\]\()(?!#|[a-z][a-z\d+.-]*:)([^)\s#]+)(#[^)\s]*)?(\))/gi, (...match: string[]) => {
    const [, before = '', target = '', anchor = '', after = ''] = match;
    const file = path.posix.join(folder, target);
    if (file.startsWith('..') || !exists(file)) {
      throw new Error(`${folder}/README.md links to ${target}, which is not there.`);
    }
    const there = released(file);
    const link = there === undefined ? `${sources}/${file}` : path.posix.relative(path.posix.basename(folder), there);
    return `${before}${link}${anchor}${after}`;
  });
}
