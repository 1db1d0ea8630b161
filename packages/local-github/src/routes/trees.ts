import type { Caps } from '../caps.ts';
import type { Git } from '../git/git.ts';
import { fittingIn, treeEntries } from '../git/tree.ts';
import { refuse } from '../refusal.ts';
import type { Route } from '../route.ts';

/** Trees of the repository. */
export function treeRoutes(git: Git, caps: Caps): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/git/trees/{sha}',
      needs: 'contents',
      source: 'https://docs.github.com/rest/git/trees#get-a-tree',
      async answer({ places: { sha = '' }, query }) {
        const tree =
          /^[0-9a-f]{40}$/.test(sha) && (await git.line('rev-parse', '--quiet', '--verify', `${sha}^{tree}`));
        if (!tree) return refuse(404, 'Not Found');
        // "Setting this parameter to any value" makes it so, `0` and `false` included.
        const entries = await treeEntries(git, tree, query.has('recursive'));
        const shown = fittingIn(entries, { entries: caps.treeEntries, bytes: caps.treeBytes });
        return { value: { sha: tree, tree: entries.slice(0, shown), truncated: shown < entries.length } };
      },
    },
  ];
}
