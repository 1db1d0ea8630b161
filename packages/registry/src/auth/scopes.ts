/**
 * What a token is asked for: what the registry's challenge names, and what is needed besides, so that one token is good for all
 * requests to come: a challenge to a HEAD names `pull` alone, and the upload after it needs `push`. Form:
 * https://distribution.github.io/distribution/spec/auth/scope/.
 */
export function scopesWith(own: readonly string[], challenge: string | undefined): readonly string[] {
  const named = (challenge ?? '').split(' ').filter((scope) => scope !== '');
  const actions = new Map<string, Set<string>>();
  for (const scope of [...named, ...own]) {
    const colon = scope.lastIndexOf(':');
    const resource = scope.slice(0, colon);
    const found = actions.get(resource) ?? new Set();
    for (const action of scope.slice(colon + 1).split(',')) found.add(action);
    actions.set(resource, found);
  }
  return [...actions].map(([resource, found]) => `${resource}:${[...found].join(',')}`);
}
