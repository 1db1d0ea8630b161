import type { Git } from '../git/git.ts';
import { type Ref, refsUnder } from '../git/refs.ts';
import { listPage } from '../pages.ts';
import { refuse } from '../refusal.ts';
import type { Route } from '../route.ts';

/** Refs, and tags with the commits that they lead to. */
export function refRoutes(git: Git): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '/git/matching-refs/{ref*}',
      needs: 'contents',
      source: 'https://docs.github.com/rest/git/refs#list-matching-references',
      // The documentation names no parameter of paging, and clients page it all the same: a list that is whole at once would
      // be the easier one.
      answer: async (asked) => listPage((await refsUnder(git, `refs/${asked.places.ref}`)).map(refView), asked),
    },
    {
      method: 'GET',
      path: '/git/ref/{ref*}',
      needs: 'contents',
      source: 'https://docs.github.com/rest/git/refs#get-a-reference',
      async answer({ places }) {
        const name = `refs/${places.ref}`;
        const found = (await refsUnder(git, name)).find(({ ref }) => ref === name);
        return { value: refView(found ?? refuse(404, 'Not Found')) };
      },
    },
    {
      method: 'GET',
      path: '/tags',
      needs: 'contents',
      source: 'https://docs.github.com/rest/repos/repos#list-repository-tags',
      async answer(asked) {
        const tags = (await refsUnder(git, 'refs/tags/')).filter(({ peeled }) => peeled.type === 'commit');
        const views = tags.map(({ ref, peeled }) => ({
          name: ref.slice('refs/tags/'.length),
          commit: { sha: peeled.sha },
        }));
        // By name, the last one first. Nothing is documented of the order.
        return listPage(views.reverse(), asked);
      },
    },
  ];
}

function refView({ ref, type, sha }: Ref) {
  return { ref, object: { type, sha } };
}
