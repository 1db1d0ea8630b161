import type { Caps } from '../caps.ts';
import type { Comparisons } from '../comparisons.ts';
import { listPage } from '../pages.ts';
import type { Pull } from '../pulls.ts';
import { refuse } from '../refusal.ts';
import type { Route } from '../route.ts';

/** Pull requests and their files. */
export function pullRoutes(
  pulls: ReadonlyMap<number, Pull>,
  { comparisons, caps, full }: { readonly comparisons: Comparisons; readonly caps: Caps; readonly full: string },
): readonly Route[] {
  const pullOf = (number: string | undefined) => pulls.get(Number(number)) ?? refuse(404, 'Not Found');
  /** "three-dot": what the head has since it left the base. */
  const filesOf = ({ base, head }: Pull) => comparisons.files(base.sha, head.sha);
  return [
    {
      method: 'GET',
      path: '/pulls/{number}',
      needs: 'pull_requests',
      source: 'https://docs.github.com/rest/pulls/pulls#get-a-pull-request',
      async answer({ places }) {
        const pull = pullOf(places.number);
        const { number, base, head, mergeCommit } = pull;
        const side = ({ ref, sha }: Pull['base'], repository: string) => ({
          ref,
          sha,
          repo: { full_name: repository },
        });
        return {
          value: {
            number,
            base: side(base, full),
            head: side(head, head.repository ?? full),
            merge_commit_sha: mergeCommit ?? null,
            changed_files: pull.changedFiles ?? (await filesOf(pull)).length,
          },
        };
      },
    },
    {
      method: 'GET',
      path: '/pulls/{number}/files',
      needs: 'pull_requests',
      source: 'https://docs.github.com/rest/pulls/pulls#list-pull-requests-files',
      async answer(asked) {
        const files = await filesOf(pullOf(asked.places.number));
        return listPage(files.slice(0, caps.pullFiles), asked);
      },
    },
  ];
}
