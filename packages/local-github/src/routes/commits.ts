import type { Caps } from '../caps.ts';
import type { Comparisons } from '../comparisons.ts';
import { type Commit, commitAt, resolved } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import { pageOf } from '../pages.ts';
import { refuse } from '../refusal.ts';
import type { Route } from '../route.ts';

/** Commits, and what lies between two of them. */
export function commitRoutes(
  git: Git,
  { comparisons, caps }: { readonly comparisons: Comparisons; readonly caps: Caps },
): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/compare/{range*}',
      needs: 'contents',
      source: 'https://docs.github.com/rest/commits/commits#compare-two-commits',
      async answer(asked) {
        const [from = '', to = '', more] = (asked.places.range ?? '').split('...');
        const ends = await Promise.all([resolved(git, from), resolved(git, to)]);
        const [base, head] = ends;
        if (!base || !head || more !== undefined) return refuse(404, 'Not Found');
        const parted = await comparisons.mergeBase(base, head);
        const [files, ahead, behind] = await Promise.all([
          comparisons.files(base, head),
          comparisons.commits(base, head),
          comparisons.commits(head, base),
        ]);
        // "limited to 250 commits" without a parameter of paging, and then the newest ones.
        const isPaged = asked.query.has('page') || asked.query.has('per_page');
        const page = isPaged ? pageOf(ahead, asked) : { items: ahead.slice(-250), number: 1, headers: {} };
        const words = { ahead: 'ahead', behind: 'behind', both: 'diverged', none: 'identical' } as const;
        const status =
          ahead.length > 0 ? (behind.length > 0 ? 'both' : 'ahead') : behind.length > 0 ? 'behind' : 'none';
        return {
          value: {
            status: words[status],
            ahead_by: ahead.length,
            behind_by: behind.length,
            total_commits: ahead.length,
            base_commit: await shown(git, base),
            merge_base_commit: await shown(git, parted),
            commits: await Promise.all(page.items.map((sha) => shown(git, sha))),
            // "The list of changed files is only shown on the first page of results".
            ...(page.number === 1 && { files: files.slice(0, caps.compareFiles) }),
          },
          headers: page.headers,
        };
      },
    },
    {
      method: 'GET',
      path: '/commits/{ref*}',
      needs: 'contents',
      source: 'https://docs.github.com/rest/commits/commits#get-a-commit',
      async answer({ places: { ref = '' }, accept }) {
        const sha = (await resolved(git, ref)) ?? refuse(422, `No commit found for SHA: ${ref}`);
        if (accept === 'application/vnd.github.sha') return { text: sha };
        return { value: await shown(git, sha) };
      },
    },
    {
      method: 'GET',
      path: '/git/commits/{sha}',
      needs: 'contents',
      source: 'https://docs.github.com/rest/git/commits#get-a-commit-object',
      async answer({ places: { sha = '' } }) {
        const commit = (await commitAt(git, sha)) ?? refuse(404, 'Not Found');
        return { value: { sha, ...gitView(commit), parents: parentsOf(commit) } };
      },
    },
  ];
}

async function shown(git: Git, sha: string): Promise<unknown> {
  const commit = (await commitAt(git, sha)) ?? refuse(404, 'Not Found');
  return { sha, commit: gitView(commit), parents: parentsOf(commit) };
}

function gitView({ tree, message, authoredAt, committedAt }: Commit) {
  return { tree: { sha: tree }, message, author: { date: authoredAt }, committer: { date: committedAt } };
}

function parentsOf({ parents }: Commit) {
  return parents.map((sha) => ({ sha }));
}
