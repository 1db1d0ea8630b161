import { type Borrowed, borrow, type Env, type Fetch, type Git, GitError, type Remote } from '@actions-aws/git';

/** Where the checkout is, and how to get what it lacks. */
export interface Checkout {
  readonly directory: string;
  readonly env: Env;
  /** A folder for what is fetched, `RUNNER_TEMP`. */
  readonly temp: string;
  /** Undefined outside of a workflow: then the checkout is all there is. */
  readonly remote: Remote | undefined;
  /** Waits before another try to reach the server. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Gets a line for each thing that is fetched, or cannot be. */
  readonly tell: (line: string) => void;
}

/** How a fetch ended; `absent`: the server has not got what is wanted. */
export type Fetched = 'fetched' | 'absent' | 'unreachable';

/** A repository beside the checkout, for one kind of what is missing. It is made when something is fetched. */
export interface Beside {
  /** The repository, once something was fetched. */
  git(): Git | undefined;
  fetch(what: Fetch): Promise<Fetched>;
  /** The server's references; undefined where it cannot be reached, or there is none. */
  references(pattern: string): Promise<ReadonlyMap<string, string> | undefined>;
  remove(): void;
}

/** The repository beside a checkout. */
export function beside(git: Git, { remote, temp, env, sleep, tell }: Checkout): Beside {
  let made: Promise<Borrowed> | undefined;
  let ready: Borrowed | undefined;
  const repository = async (of: Remote) => {
    made ??= borrow(git, { temp, env, remote: of, sleep });
    ready = await made;
    return ready;
  };
  /** What the server cannot be asked is not known, and that is an answer; a permission that is missing is an error. */
  const asked = async <T>(ask: (repository: Borrowed) => Promise<T>): Promise<T | undefined> => {
    if (!remote) return undefined;
    try {
      return await ask(await repository(remote));
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      tell(`The server could not be asked: ${error.message}`);
      return undefined;
    }
  };
  return {
    git: () => ready,
    async fetch(what) {
      tell(
        `Fetching ${what.what === 'trees' ? 'the trees' : `the history${deep(what.depth)}`} of ${what.wants.join(', ')}.`,
      );
      const there = await asked((its) => its.fetch(what));
      return there === undefined ? 'unreachable' : there ? 'fetched' : 'absent';
    },
    references: (pattern) => asked((its) => its.references(pattern)),
    remove: () => ready?.remove(),
  };
}

function deep(depth: number | undefined): string {
  return depth === undefined || depth > 1e6 ? '' : `, ${depth} commits deep,`;
}
