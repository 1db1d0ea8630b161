export { isAncestor } from './ancestry.ts';
export { type Commit, commitAt } from './commits.ts';
export { type BytePath, type Git, GitError, type RunOptions } from './git.ts';
export type { Env } from './isolation.ts';
export { openGit } from './open.ts';
