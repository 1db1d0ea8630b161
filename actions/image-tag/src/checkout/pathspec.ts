/** One line of `paths`, as git is asked for it. */
export interface Selection {
  /** As the workflow gives it. */
  readonly given: string;
  /** Whether what it matches is taken out. */
  readonly isOut: boolean;
  /** From the top of the repository: https://git-scm.com/docs/gitglossary#Documentation/gitglossary.txt-pathspec */
  readonly pathspecs: readonly string[];
}

/**
 * A path of the repository, or a pattern of paths where it has `*`, `?` or `[`: `*` stops at a slash, `**` does not. What is or
 * matches a folder stands for all that is in it, `.` for the whole repository; a path that is called like a pattern is meant as
 * well, such as `app/[id]/page.tsx`.
 */
export function selectionOf(given: string): Selection {
  const isOut = given.startsWith('!');
  const path = given
    .slice(isOut ? 1 : 0)
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
  const literal = `:(top,literal)${path}`;
  const isPattern = /[*?[]/.test(path);
  return { given, isOut, pathspecs: isPattern ? [literal, `:(top,glob)${path}`, `:(top,glob)${path}/**`] : [literal] };
}
