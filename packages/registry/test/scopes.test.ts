import { scopesWith } from '../src/auth/scopes.ts';

const own = 'repository:team/api:pull,push';

test.each<[string, readonly string[], string | undefined, readonly string[]]>([
  ['nothing named', [own], undefined, [own]],
  ['an empty text', [own], '', [own]],
  ['less than is needed', [own], 'repository:team/api:pull', [own]],
  ['other actions', [own], 'repository:team/api:metadata_read', ['repository:team/api:metadata_read,pull,push']],
  ['another repository', [own], 'repository:team/base:pull', ['repository:team/base:pull', own]],
  ['several', [own], `repository:team/base:pull ${own}`, ['repository:team/base:pull', own]],
  ['a port in a name', ['repository:a:1/b:pull'], 'repository:a:1/b:push', ['repository:a:1/b:push,pull']],
  ['another form', [own], 'everything', ['everything', own]],
])('what a challenge names joins what is needed: %s', (_, needed, named, expected) => {
  expect(scopesWith(needed, named)).toEqual(expected);
});
