import { type Connection, clientOver, commit } from '@actions-aws/github';
import type { GitHub } from '../ports.ts';
import { lastByDeployments } from './deliveries/by-deployments.ts';
import { lastByRuns } from './deliveries/by-runs.ts';
import { compare, pullRequestFiles } from './listings.ts';
import { resolve, tags, tree } from './objects.ts';

/**
 * {@link GitHub} over the API of github.com, or of the server that `GITHUB_API_URL` names. It is a module for itself: load it
 * by `import()`, where there is something to ask.
 */
export function gitHubOver(connection: Connection): GitHub {
  const client = clientOver(connection);
  const { repository } = connection;
  return {
    pullRequestFiles: (number) => pullRequestFiles(client, number),
    compare: (base, head) => compare(client, base, head),
    resolve: (ref) => resolve(client, ref),
    commit: (sha) => commit(client, sha),
    tags: (prefix) => tags(client, prefix),
    tree: (sha) => tree(client, sha),
    lastSuccess(query) {
      const wanted = { ...query, repository };
      return query.environment === undefined ? lastByRuns(client, wanted) : lastByDeployments(client, wanted);
    },
  };
}
