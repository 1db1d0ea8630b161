/**
 * What a token is asked for: what the registry's challenge names, and what is needed besides, so that one token is good for all
 * requests to come: a challenge to a HEAD names `pull` alone, and the upload after it needs `push`. Form:
 * https://distribution.github.io/distribution/spec/auth/scope/.
 */
export function scopesWith(own: readonly string[], challenge: string | undefined): readonly string[] {
  const named = (challenge ?? '').split(' ').filter((scope) => scope !== '');
  const actions = new Map<string, Set<string>>();
  for (const scope of [...named, ...own]) {
    // A scope of another form stays as it is.
    const [, resource = scope, list = ''] = /^(.+:)([^:]*)$/.exec(scope) ?? [];
    const found = actions.get(resource) ?? new Set();
    for (const action of list.split(',')) found.add(action);
    actions.set(resource, found);
  }
  return [...actions].map(([resource, found]) => `${resource}${[...found].join(',')}`);
}
