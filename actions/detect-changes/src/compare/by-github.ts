import type { ChangeSink } from '../changes.ts';
import type { Found, GitHub, History, Listing, Told } from '../ports.ts';

/** How many tags are asked for; more would use up a workflow's rate limit. */
const TAGS_LIMIT = 30;

/**
 * History as GitHub tells it, where there is no checkout. It compares with three dots only, so two states are comparable where
 * the one is an ancestor of the other.
 */
export function byGitHub(github: GitHub, sha: string): History {
  const commit = (revision: string) => github.commit(revision === 'HEAD' ? sha : revision);
  return {
    here: commit,
    commit,
    async resolve(name) {
      const found = await github.resolve(name);
      if (found === undefined) return undefined;
      if (found === name) return { sha: found, is: 'commit' };
      return { sha: found, is: name.startsWith('refs/tags/') ? 'tag' : 'branch' };
    },
    async mergeBase(one, other) {
      const found = await github.compare(one, other);
      if (found) return { sha: found.mergeBase };
      return (await commit(one)) && (await commit(other)) ? 'none' : 'unknown';
    },
    async tags() {
      return new Map((await github.tags('')).map(({ name, sha: its }) => [name, its]));
    },
    nearest: (candidates, head) => nearest(github, candidates, head),
    async differences(base, head, sink) {
      if (base === undefined) return everything(github, head, sink);
      const listing = await github.compare(base, head);
      if (listing?.mergeBase === base) return list(listing, sink);
      sink.restart();
      if (!listing && !(await commit(base)))
        return { complete: false, isGone: true, reason: `GitHub does not know the commit ${base}.` };
      return { complete: false, reason: `${head} does not come after ${base}: to compare them takes a checkout.` };
    },
    async pullRequest({ number, base, head }, sink) {
      const listing = await github.pullRequestFiles(number);
      if (listing.head === head) return list(listing, sink);
      // It has other commits than at the event.
      const compared = await github.compare(base, head);
      if (compared) return list(compared, sink);
      sink.restart();
      return { complete: false, reason: `GitHub knows the commit ${head} of pull request #${number} no more.` };
    },
    async paths(head, visit) {
      const { paths, submodules, complete } = await github.tree(head);
      for (const path of paths) visit(path, submodules.has(path));
      return complete ? { complete } : { complete, reason: TREE };
    },
  };
}

const TREE = 'GitHub does not list all files of the tree.';

function list({ files, complete, reason }: Listing, sink: ChangeSink): Told {
  sink.restart();
  for (const file of files) sink.take(file);
  return complete ? { complete } : { complete, reason: reason ?? 'GitHub does not list all files.' };
}

async function everything(github: GitHub, head: string, sink: ChangeSink): Promise<Told> {
  const { paths, submodules, complete } = await github.tree(head);
  sink.restart();
  for (const path of paths) sink.take({ status: 'added', path, ...(submodules.has(path) && { submodule: true }) });
  return complete ? { complete } : { complete, reason: TREE };
}

/** Of the commits that `head` comes after, the one that comes after all the others; `unknown` where there is not one. */
async function nearest(github: GitHub, candidates: ReadonlySet<string>, head: string): Promise<Found> {
  if (candidates.size > TAGS_LIMIT) return 'unknown';
  const isBefore = async (older: string, newer: string) => (await github.compare(older, newer))?.mergeBase === older;
  let best: string | undefined;
  for (const sha of candidates) {
    if (!(await isBefore(sha, head))) continue;
    if (best === undefined || (await isBefore(best, sha))) best = sha;
    else if (!(await isBefore(sha, best))) return 'unknown';
  }
  return best === undefined ? 'none' : { sha: best };
}
