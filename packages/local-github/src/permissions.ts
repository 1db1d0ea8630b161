import { refuse } from './refusal.ts';
import type { Permissions, Route } from './route.ts';

/** All that a workflow can be given of what is here. */
export const ALL_PERMISSIONS: Permissions = {
  actions: 'write',
  contents: 'write',
  deployments: 'write',
  metadata: 'read',
  pull_requests: 'write',
  security_events: 'write',
};

/**
 * What a token of a run from a fork, or one that Dependabot started, may do of this: read. Of a run for a pull request to a public
 * repository GitHub takes results all the same (https://github.com/github/codeql-action/issues/416); the repository is a private one.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions,
 * https://docs.github.com/en/code-security/dependabot/troubleshooting-dependabot/troubleshooting-dependabot-on-github-actions
 */
export function readOnly(permissions: Permissions): Permissions {
  return Object.fromEntries(Object.keys(permissions).map((name) => [name, 'read']));
}

/**
 * Refuses a token that lacks the permission of a route. What would have been enough stands in a header:
 * https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
 *
 * The repository is taken for a private one. Of a public one GitHub gives most of this to any token: this is harder.
 */
export function permit({ needs, method, source }: Route, permissions: Permissions): void {
  const level = method === 'GET' ? 'read' : 'write';
  const has = permissions[needs];
  if (has === level || has === 'write' || needs === 'metadata') return;
  refuse(403, 'Resource not accessible by integration', {
    headers: { 'x-accepted-github-permissions': `${needs}=${level}` },
    source,
  });
}
