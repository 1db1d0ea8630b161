import type { Git } from './git.ts';
import { textOf } from './git.ts';

/** A ref, and the object that it names: a commit, or the object of an annotated tag. */
export interface Ref {
  /** Such as `refs/tags/v1`. */
  readonly ref: string;
  readonly type: string;
  readonly sha: string;
  /** What an annotated tag leads to in the end. */
  readonly peeled: { readonly type: string; readonly sha: string };
}

/** Refs whose names begin so, in the order of their names. `under` is text, such as `refs/tags/v`. */
export async function refsUnder(git: Git, under: string): Promise<readonly Ref[]> {
  const format = '%(refname) %(objecttype) %(objectname) %(*objecttype) %(*objectname)';
  const lines = (await git.run('for-each-ref', `--format=${format}`)).split('\n').filter((line) => line !== '');
  return lines
    .map((line): Ref => {
      const [name = '', type = '', sha = '', peeledType = '', peeledSha = ''] = line.split(' ');
      const peeled = peeledSha === '' ? { type, sha } : { type: peeledType, sha: peeledSha };
      return { ref: textOf(name), type, sha, peeled };
    })
    .filter(({ ref }) => ref.startsWith(under));
}
