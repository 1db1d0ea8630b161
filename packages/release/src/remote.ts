import { type Git, isAncestor, line } from './git.ts';
import type { Id } from './plan/state.ts';

/** The repository that users fetch from, seen from a repository of our own. */
export interface RemoteRepository {
  /** Fetches all branches, and the tags of versions, with the commits that they lead to. */
  read(): Promise<Refs>;
  /**
   * All of the updates or none, each only if the remote still holds what it says.
   *
   * @returns false when the remote held something else, so that nothing was changed.
   * @throws when the remote refuses for another reason.
   */
  push(updates: readonly Update[]): Promise<boolean>;
}

/** Names without `refs/heads/` and `refs/tags/`. */
export interface Refs {
  readonly branches: ReadonlyMap<string, Id>;
  readonly tags: ReadonlyMap<string, Id>;
}

/** A ref in full, such as `refs/tags/v1`. */
export interface Update {
  readonly ref: string;
  readonly to: Id;
  /** What the remote holds; nothing when the ref is not there. */
  readonly from: Id | undefined;
}

/** The remote at an address, or at a path of this machine. */
export function remoteAt(git: Git, address: string): RemoteRepository {
  // Tags as they are, which may be objects of their own, for the condition of a push.
  const held = new Map<string, { readonly object: Id; readonly commit: Id }>();
  const read = async (): Promise<Refs> => {
    const refspecs = ['+refs/heads/*:refs/remote/heads/*', '+refs/tags/v*:refs/remote/tags/v*'];
    await git(
      [
        'fetch',
        '--quiet',
        '--no-tags',
        '--prune',
        '--no-auto-maintenance',
        '--no-write-fetch-head',
        '--end-of-options',
        address,
        ...refspecs,
      ],
      { remote: true },
    );
    const format = '--format=%(refname:lstrip=2) %(objectname) %(*objectname)';
    const lines = (await line(git(['for-each-ref', format, 'refs/remote']))).split('\n').filter(Boolean);
    const refs = { heads: new Map<string, Id>(), tags: new Map<string, Id>() };
    held.clear();
    for (const [name = '', object = '', peeled = ''] of lines.map((text) => text.split(' '))) {
      const [kind, ...rest] = name.split('/');
      if (kind === 'tags' && !/^v\d/.test(rest.join('/'))) continue;
      held.set(`refs/${name}`, { object, commit: peeled || object });
      refs[kind === 'heads' ? 'heads' : 'tags'].set(rest.join('/'), peeled || object);
    }
    return { branches: refs.heads, tags: refs.tags };
  };
  const push = async (updates: readonly Update[]): Promise<boolean> => {
    const leases = updates.map(({ ref, from = '' }) => {
      const seen = held.get(ref);
      return `--force-with-lease=${ref}:${seen?.commit === from ? seen.object : from}`;
    });
    const refspecs = updates.map(({ ref, to }) => `${to}:${ref}`);
    try {
      await git(['push', '--quiet', '--atomic', '--no-verify', ...leases, '--end-of-options', address, ...refspecs], {
        remote: true,
      });
      return true;
    } catch (error) {
      // What git says depends on where the race was lost, and an answer may be lost after the push went through: look.
      const { branches, tags } = await read();
      const now = updates.map(({ ref }) =>
        (ref.startsWith('refs/heads/') ? branches : tags).get(ref.split('/').slice(2).join('/')),
      );
      if (updates.every(({ to }, i) => now[i] === to)) return true;
      if (updates.some(({ from }, i) => now[i] !== from)) return false;
      throw error;
    }
  };
  return { read, push };
}

/** Whether a branch of the remote has the commit. Ask after {@link RemoteRepository.read}. */
export async function isOnBranch(git: Git, commit: Id, { branches }: Refs): Promise<boolean> {
  for (const head of branches.values()) if (await isAncestor(git, commit, head)) return true;
  return false;
}
