import { type ChangedFile, changedFiles } from './git/changed-files.ts';
import type { Git } from './git/git.ts';
import { refuse } from './refusal.ts';

/** What lies between two commits of the repository. */
export interface Comparisons {
  /** The commit where the two parted; 404 where they have nothing in common. */
  mergeBase(base: string, head: string): Promise<string>;
  /** Three-dot: what the head has since it parted from the base. */
  files(base: string, head: string): Promise<readonly ChangedFile[]>;
  /** Commits of the head that the base has not, the oldest first. */
  commits(base: string, head: string): Promise<readonly string[]>;
}

/** Each pair is compared once: pages of it are asked for one by one. */
export function comparisons(git: Git): Comparisons {
  const known = new Map<string, Promise<readonly ChangedFile[]>>();
  const mergeBase = async (base: string, head: string) =>
    (await git.line('merge-base', base, head)) ?? refuse(404, `No common ancestor between ${base} and ${head}.`);
  return {
    mergeBase,
    files(base, head) {
      const key = `${base}...${head}`;
      const found = known.get(key) ?? mergeBase(base, head).then((parted) => changedFiles(git, parted, head));
      known.set(key, found);
      return found;
    },
    async commits(base, head) {
      return (await git.run('rev-list', '--reverse', `${base}..${head}`)).split('\n').filter((line) => line !== '');
    },
  };
}
