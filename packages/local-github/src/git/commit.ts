import type { Git } from './git.ts';
import { textOf } from './git.ts';

/** A commit, as `git cat-file` shows it. */
export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** ISO 8601 in UTC, as GitHub writes it. */
  readonly authoredAt: string;
  readonly committedAt: string;
}

/** The commit of a whole SHA; nothing where there is none, or another kind of object. */
export async function commitAt(git: Git, sha: string): Promise<Commit | undefined> {
  if (!/^[0-9a-f]{40}$/.test(sha)) return undefined;
  if ((await git.line('cat-file', '-t', sha)) !== 'commit') return undefined;
  const [head = '', ...rest] = (await git.run('cat-file', 'commit', sha)).split('\n\n');
  const of = (name: string) => [...head.matchAll(new RegExp(`^${name} (.*)$`, 'gm'))].map(([, value = '']) => value);
  const time = (name: string) => {
    const [, seconds = '0'] = /> (-?\d+) [+-]\d{4}$/.exec(of(name)[0] ?? '') ?? [];
    return new Date(Number(seconds) * 1000).toISOString().replace('.000', '');
  };
  return {
    sha,
    tree: of('tree')[0] ?? '',
    parents: of('parent'),
    message: textOf(rest.join('\n\n').replace(/\n$/, '')),
    authoredAt: time('author'),
    committedAt: time('committer'),
  };
}

/**
 * What a name stands for: `main`, `heads/main`, `tags/v1`, `pull/5/merge`, a whole or a shortened SHA. Annotated tags lead to
 * their commits. https://docs.github.com/en/rest/commits/commits#get-a-commit
 */
export async function resolved(git: Git, name: string): Promise<string | undefined> {
  if (name.startsWith('-') || /[~^:@{\\*?[\s]|\.\./.test(name)) return undefined;
  const guesses = /^[0-9a-f]{7,40}$/.test(name) ? [name] : [];
  for (const guess of [...guesses, `refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`]) {
    const sha = await git.line('rev-parse', '--verify', '--quiet', '--end-of-options', `${guess}^{commit}`);
    if (sha) return sha;
  }
  return undefined;
}
