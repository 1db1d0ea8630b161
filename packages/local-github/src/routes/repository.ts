import type { Route } from '../route.ts';
import type { Repository } from '../tokens/oidc.ts';

/** The repository itself. */
export function repositoryRoutes({ id, owner, name }: Repository): readonly Route[] {
  return [
    {
      method: 'GET',
      path: '',
      needs: 'metadata',
      source: 'https://docs.github.com/rest/repos/repos#get-a-repository',
      answer: () => ({ value: { id, name, full_name: `${owner}/${name}`, private: true } }),
    },
  ];
}
