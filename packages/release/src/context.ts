import process from 'node:process';
import { gitOf, line, tokenSettings, withScratchGit } from './git.ts';
import { githubReleases, type Releases } from './github/releases.ts';
import { repositoryAt } from './names.ts';
import type { ReleaseContext } from './publish.ts';
import { remoteAt } from './remote.ts';
import { buildByCommand } from './sources.ts';

/** What is released, and to where; what is not said follows from the checkout and from GitHub's variables. */
export interface Where {
  readonly branch?: string | undefined;
  /** Address or path of the repository that users fetch from. */
  readonly remote?: string | undefined;
}

/**
 * Hands `work` what a release is made with, from a checkout: it works on copies of its own, and leaves the checkout as it is.
 *
 * @throws when the checkout has no history.
 */
export async function withContext<T>(
  root: string,
  where: Where,
  work: (context: ReleaseContext) => Promise<T>,
): Promise<T> {
  const { GITHUB_REF_NAME, GITHUB_REPOSITORY, GITHUB_SERVER_URL = 'https://github.com', GITHUB_TOKEN } = process.env;
  const local = await gitOf(root);
  if ((await line(local(['rev-parse', '--is-shallow-repository']))) === 'true') {
    throw new Error(
      'This clone has no history, which a release needs: `fetch-depth: 0` in actions/checkout, or `git fetch --unshallow`.',
    );
  }
  const address = where.remote ?? (await line(local(['remote', 'get-url', 'origin'])));
  const branch = where.branch ?? GITHUB_REF_NAME ?? (await line(local(['rev-parse', '--abbrev-ref', 'HEAD'])));
  const settings = GITHUB_TOKEN ? tokenSettings(GITHUB_SERVER_URL, GITHUB_TOKEN) : undefined;
  return withScratchGit(async (git, scratch) => {
    await git(['fetch', '--quiet', '--no-tags', root, 'HEAD:refs/release/from']);
    return work({
      git,
      scratch,
      from: await line(git(['rev-parse', 'refs/release/from'])),
      branch,
      remote: remoteAt(git, address),
      names: [repositoryAt(address), GITHUB_REPOSITORY].flatMap((name) => name || []),
      releases: releasesOf(process.env),
      build: buildByCommand,
      say: console.log,
    });
  }, settings);
}

/** Without GitHub's own variables there are none to see. */
function releasesOf({ GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN }: NodeJS.ProcessEnv): Releases {
  const api = GITHUB_API_URL ?? 'https://api.github.com';
  const github = githubReleases({ api, repository: GITHUB_REPOSITORY ?? '', token: GITHUB_TOKEN ?? '' });
  return GITHUB_TOKEN && GITHUB_REPOSITORY ? github : { ...github, list: async () => [] };
}
