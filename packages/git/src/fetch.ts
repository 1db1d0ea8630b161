import { GitError } from './git.ts';
import { type Env, isolated } from './isolation.ts';
import { notAllowed, type Remote, settingsFor } from './remote.ts';
import { runGit } from './run.ts';

/** What to fetch. Files' contents never come. */
export interface Fetch {
  /** Commits by SHA, and references by their whole names, `refs/heads/main`; these stand under the same name afterwards. */
  readonly wants: readonly string[];
  /** `trees` to compare states; `history` alone tells what came before what. */
  readonly what: 'trees' | 'history';
  /** How many commits deep; all by default. In a repository that is whole it would hide what is there. */
  readonly depth?: number;
}

/** A bare repository, and where it fetches from. */
export interface Source {
  readonly folder: string;
  readonly env: Env;
  readonly remote: Remote;
  readonly sleep: (ms: number) => Promise<void>;
  /** Whether a commit that is there has all its trees: only then may the server leave out what we must have. */
  readonly hasAllOfItsCommits: boolean;
}

/** Waits before the second try and the third. */
const PAUSES_MS = [1_000, 4_000];

/** The server’s ways to say that it has not got what is wanted. */
const ABSENT = /not our ref|unadvertised object|couldn't find remote ref|no such remote ref/i;

/** What reads the server. */
export function fetchInto(source: Source): {
  fetch(what: Fetch): Promise<boolean>;
  references(pattern: string): Promise<ReadonlyMap<string, string>>;
} {
  const { url } = source.remote;
  return {
    async fetch({ wants, what, depth }) {
      const filter = what === 'trees' ? 'blob:none' : 'tree:0';
      const limits = depth === undefined ? [] : [`--depth=${depth}`];
      const quietly = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
      const args = ['fetch', ...quietly, `--filter=${filter}`, ...limits, '--', url, ...wants.map(refspec)];
      const answer = await online(source, args, ABSENT);
      return answer !== undefined;
    },
    async references(pattern) {
      const { stdout } = (await online(source, ['ls-remote', '--quiet', '--', url, pattern, `${pattern}^{}`])) ?? {};
      const found = new Map<string, string>();
      for (const line of (stdout ?? Buffer.alloc(0)).toString('latin1').split('\n')) {
        const [sha = '', name = ''] = line.split('\t');
        // An annotated tag has a second line, with the commit that it leads to.
        if (name !== '') found.set(name.replace(/\^\{\}$/, ''), sha);
      }
      return found;
    },
  };
}

function refspec(want: string): string {
  return want.startsWith('refs/') ? `+${want}:${want}` : `+${want}:refs/wanted/${want}`;
}

/** Runs git against the server, again where that may help; undefined where it answered that there is none. */
async function online(
  { folder, env, remote, sleep, hasAllOfItsCommits }: Source,
  args: readonly string[],
  absent?: RegExp,
): Promise<{ readonly stdout: Buffer } | undefined> {
  const settings = [
    ...settingsFor(remote),
    ...(hasAllOfItsCommits ? [] : ([['fetch.negotiationAlgorithm', 'noop']] as const)),
  ];
  const isolation = isolated({ env, gitDir: folder, network: 'online', settings });
  const place = {
    directory: folder,
    env: { ...isolation, GIT_ALLOW_PROTOCOL: new URL(remote.url).protocol.slice(0, -1) },
  };
  for (let tried = 0; ; tried += 1) {
    try {
      return await runGit(place, args);
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      if (absent?.test(error.stderr)) return undefined;
      const refusal = notAllowed(error.stderr, remote, error);
      if (refusal) throw refusal;
      const pause = PAUSES_MS[tried];
      if (pause === undefined) throw error;
      await sleep(pause);
    }
  }
}
