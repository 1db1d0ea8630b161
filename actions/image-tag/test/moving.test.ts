import { rightTo, type Version, versionOfName } from '@actions-aws/registry/order';
import type { Asked } from '../src/inputs/names.ts';
import { untilReleased } from '../src/moving/unreleased.ts';
import { wishesOf } from '../src/moving/wishes.ts';
import { templateOf } from '../src/names/template.ts';
import type { Ref } from '../src/ref.ts';

const main: Ref = { kind: 'branch', name: 'main', isDefault: true };
const feature: Ref = { kind: 'branch', name: 'feature/x', isDefault: false };
const unknown: Ref = { kind: 'branch', name: 'main', isDefault: undefined };
const release: Ref = { kind: 'tag', name: 'v1.2.3' };
const pull: Ref = { kind: 'pull-request', number: 7 };
const none: Ref = { kind: 'none', why: 'of a test' };
const usual: readonly Asked[] = ['{branch}', '{major}.{minor}', '{major}', 'latest', 'staging'];

const version = (text: string): Version => versionOfName(text)!;
const versions = (...all: string[]) => all.map(version);

describe('the tags that a run asks for', () => {
  const tags = (ref: Ref, of?: Version, template = '{name}', asked = usual) =>
    wishesOf(asked, { ref, version: of, form: template, template: templateOf(template, 'svc') }).map(({ tag }) => tag);

  test.each([
    ['main', main, undefined, ['main', 'latest', 'staging']],
    ['a pull request', pull, undefined, ['pr-7', 'latest', 'staging']],
    ['a release', release, version('1.2.3'), ['1.2', '1', 'latest', 'staging']],
    ['a tag that is no release', release, undefined, ['latest', 'staging']],
    ['nothing that has a name', none, undefined, ['latest', 'staging']],
  ])('for %s', (_what, ref, of, expected) => {
    expect(tags(ref, of)).toEqual(expected);
  });

  test('have the form that the template gives them', () => {
    expect(tags(release, version('1.2.3'), '{component}-{name}')).toEqual([
      'svc-1.2',
      'svc-1',
      'svc-latest',
      'svc-staging',
    ]);
  });

  test('a branch does not take the tag of an environment by being called like it', () => {
    const called: Ref = { kind: 'branch', name: 'staging', isDefault: false };
    expect(tags(called)[0]).toMatch(/^staging-[0-9a-f]{12}$/);
  });

  test('no branch of a component takes the tag of another component by being called like it', () => {
    const of = (component: string, name: string) =>
      wishesOf(['{branch}'], {
        ref: { kind: 'branch', name, isDefault: false },
        version: undefined,
        form: '{component}-{name}',
        template: templateOf('{component}-{name}', component),
      })[0]?.tag;
    expect(of('svc-web', 'main')).toBe('svc-web-main');
    const others = ['web-main', 'web-latest', 'web-1.2.3', 'web-sha-0123456789ab-20260314-150926', 'web-pr-7', 'web_x'];
    for (const name of others) expect(of('svc', name)).toMatch(/^svc-web[-_].*-[0-9a-f]{12}$/);
    const hash = of('svc', 'web-main')?.slice(-12) ?? '';
    expect(of('svc-web-main', hash)).not.toBe(of('svc', 'web-main'));
  });

  test('none is longer than a tag may be', () => {
    const long: Ref = { kind: 'branch', name: 'x'.repeat(200), isDefault: false };
    expect(tags(long, undefined, '{component}-{name}')[0]).toHaveLength(128);
  });
});

describe('latest', () => {
  const right = (ref: Ref, of: Version | undefined, released: readonly Version[]) =>
    rightTo({ tag: 'latest', rule: 'latest' }, { version: of, released }, untilReleased(ref));

  test.each([
    ['the default branch, before there is a release', main, undefined, [], { by: 'revision' }],
    ['the default branch, with prereleases only', main, undefined, versions('1.0.0-rc.1'), { by: 'revision' }],
    [
      'the default branch, once there is a release',
      main,
      undefined,
      versions('1.0.0', '0.9.0'),
      { denied: /releases.*1\.0\.0/ },
    ],
    ['another branch', feature, undefined, [], { denied: /default branch/ }],
    [
      'a branch of which nothing says whether it is the default one',
      unknown,
      undefined,
      [],
      { denied: /does not say/ },
    ],
    ['a pull request', pull, undefined, [], { denied: /default branch/ }],
    ['a tag that releases nothing', release, undefined, [], { denied: /default branch/ }],
    ['what has no name', none, undefined, [], { denied: /default branch/ }],
    ['a release', release, version('1.2.3'), [], { by: 'version' }],
    ['a prerelease', release, version('1.2.3-rc.1'), [], { denied: /prerelease/ }],
  ])('%s', (_what, ref, of, released, expected) => {
    const found = right(ref, of, released);
    if ('denied' in expected) expect(found).toMatchObject({ denied: expect.stringMatching(expected.denied) });
    else expect(found).toEqual(expected);
  });
});
