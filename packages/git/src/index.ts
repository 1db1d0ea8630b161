export { endsEarly, isAncestor } from './ancestry.ts';
export { type Borrowed, type Borrowing, borrow } from './borrow.ts';
export { type Commit, commitAt } from './commits.ts';
export type { Fetch } from './fetch.ts';
export { type BytePath, type Git, GitError, type RunOptions } from './git.ts';
export type { Env } from './isolation.ts';
export { openGit } from './open.ts';
export { type Remote, remoteOf } from './remote.ts';
export { shallowCommits } from './repository-folders.ts';
