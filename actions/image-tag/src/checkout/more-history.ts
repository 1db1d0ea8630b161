import { type Borrowed, borrow, type Env, type Git, remoteOf, shallowCommits } from '@actions-aws/git';

/** As deep as git counts: all of it. https://git-scm.com/docs/shallow */
const WHOLE = 2_147_483_647;

/** What looks further than the checkout. */
export interface MoreHistory {
  /** A repository with the history of a revision and of the commit that is checked out; undefined where the server has no such revision. */
  of(revision: string): Promise<Git | undefined>;
  /** Deletes what was fetched. */
  remove(): Promise<void>;
}

/** What is needed to fetch. */
export interface Fetching {
  readonly env: Env;
  readonly token: string;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * History that the checkout does not have, in a repository beside it, which is made when it is first needed. Commits come, and
 * neither trees nor files. Fetches run one after the other: the second needs little that the first did not bring.
 */
export function moreHistory(git: Git, head: string, { env, token, sleep }: Fetching): MoreHistory {
  const remote = remoteOf(env, token);
  let borrowed: Promise<Borrowed> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const asked = new Map<string, Promise<Git | undefined>>();
  const fetched = async (revision: string): Promise<Git | undefined> => {
    const { RUNNER_TEMP: temp = '' } = env;
    if (!remote || temp === '') return undefined;
    borrowed ??= borrow(git, { temp, env, remote, sleep });
    const beside = await borrowed;
    // Only what ends early is asked for to its end: in a whole repository that would cut off what is there.
    const depth = shallowCommits(beside.folders).size > 0 ? { depth: WHOLE } : {};
    const isThere = await beside.fetch({ wants: [revision, head], what: 'history', ...depth });
    return isThere ? beside : undefined;
  };
  return {
    of(revision) {
      // Several tags may have one image.
      const next = asked.get(revision) ?? last.then(() => fetched(revision));
      asked.set(revision, next);
      last = Promise.allSettled([last, next]);
      return next;
    },
    async remove() {
      (await borrowed?.catch(() => undefined))?.remove();
    },
  };
}
