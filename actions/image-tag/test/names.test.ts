import { nameIn, nameOfVersion, tagged, versionOfName } from '@actions-aws/registry/order';
import { versionOfGitTag } from '../src/names/git-tag.ts';
import { hashOfContent, nameOfCommit, nameOfContent } from '../src/names/immutable.ts';
import { hasMeaning, TAG, tagFor } from '../src/names/tag.ts';
import { templateOf } from '../src/names/template.ts';

const free = () => false;

describe('a tag for a name that is free text', () => {
  const kept = ['main', 'release-2', 'feature_x', '123-fix-login', 'v2', 'Main', 'a'.repeat(128)];
  test.each(kept.filter((name) => !hasMeaning(name)))('%s is a tag as it is', (name) => {
    expect(tagFor(name, hasMeaning)).toBe(name);
  });

  const changed: readonly (readonly [string, RegExp])[] = [
    ['feature/x', /^feature-x-[0-9a-f]{12}$/],
    ['latest', /^latest-[0-9a-f]{12}$/],
    ['1.2.3', /^branch-1\.2\.3-[0-9a-f]{12}$/],
    ['1.2', /^1\.2-[0-9a-f]{12}$/],
    ['v2', /^v2-[0-9a-f]{12}$/],
    ['1.2.3-rc.1', /^branch-1\.2\.3-rc\.1-[0-9a-f]{12}$/],
    ['sha-0123456789ab-20260314-150926', /^branch-sha-0123456789ab-20260314-150926-[0-9a-f]{12}$/],
    ['tree', /^tree$/],
    ['tree/', /^branch-tree-[0-9a-f]{12}$/],
    ['sha256-abc', /^branch-sha256-abc-[0-9a-f]{12}$/],
    ['pr-7', /^pr-7-[0-9a-f]{12}$/],
    ['.hidden', /^hidden-[0-9a-f]{12}$/],
    ['-rf', /^rf-[0-9a-f]{12}$/],
    ['Ünïcode', /^n-code-[0-9a-f]{12}$/],
    ['日本', /^branch-[0-9a-f]{12}$/],
    ['$(id)', /^id-[0-9a-f]{12}$/],
    ['x\n::error::y', /^x-error-y-[0-9a-f]{12}$/],
    ['a'.repeat(129), /^a{115}-[0-9a-f]{12}$/],
    ['with-0123456789ab', /^with-0123456789ab-[0-9a-f]{12}$/],
  ];
  test.each(changed)('%j becomes %s', (name, expected) => {
    const tag = tagFor(name, hasMeaning);
    expect(tag).toMatch(expected);
    expect(tag).toMatch(TAG);
    expect(hasMeaning(tag)).toBe(false);
  });

  test('two names never have one tag, and no name gets that of another by being called like it', () => {
    const names = [
      'feature/x',
      'feature-x',
      'feature//x',
      'feature?x',
      'Feature/x',
      '-feature-x',
      'feature-x-',
      '日本',
      '中国',
    ];
    const again = names.map((name) => tagFor(name, hasMeaning));
    const all = [...names, ...again];
    expect(new Set(all.map((name) => tagFor(name, hasMeaning))).size).toBe(new Set(all).size);
  });

  test('random names: always a tag, never one with a meaning, never two alike', () => {
    const letters = ['a', 'B', '1', '.', '-', '_', '/', 'é', '\n', 'v1.2.3', 'latest', 'sha-', 'pr-', 'tree-'];
    let seed = 42;
    const next = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    const seen = new Map<string, string>();
    for (let index = 0; index < 5_000; index += 1) {
      const name = Array.from({ length: 1 + next(6) }, () => letters[next(letters.length)]).join('');
      const room = 48 + next(81);
      const tag = tagFor(name, hasMeaning, room);
      expect(tag).toMatch(TAG);
      expect(tag.length).toBeLessThanOrEqual(room);
      expect(hasMeaning(tag)).toBe(false);
      const other = seen.get(tag) ?? name;
      expect(other).toBe(name);
      seen.set(tag, name);
    }
  });

  test('it takes what is left beside what stands around it, and is as long as that', () => {
    expect(tagFor('b'.repeat(200), free, 60)).toHaveLength(60);
  });
});

describe('the name of a commit', () => {
  test('has its first twelve digits and its time in UTC', () => {
    const name = nameOfCommit({ sha: '0123456789abcdef0123456789abcdef01234567', committedAt: 1_773_500_966 });
    expect(name).toBe('sha-0123456789ab-20260314-150926');
  });
});

describe('the name of a content', () => {
  const file = (path: string, object = 'a'.repeat(40), mode = '100644') => ({ path, object, mode });
  const content = {
    component: '',
    entries: [file('a'), file('b')],
    buildArgs: new Map([
      ['NODE', '24'],
      ['MODE', 'x'],
    ]),
  };
  const name = hashOfContent(content);

  test('does not depend on the order of what it is made of', () => {
    expect(name).toMatch(/^[0-9a-f]{64}$/);
    expect(nameOfContent(name)).toBe(`tree-${name.slice(0, 12)}`);
    const other = {
      ...content,
      entries: content.entries.toReversed(),
      buildArgs: new Map([...content.buildArgs].reverse()),
    };
    expect(hashOfContent(other)).toBe(name);
  });

  test.each([
    ['a component', { component: 'api' }],
    ['another object', { entries: [file('a'), file('b', 'b'.repeat(40))] }],
    ['another mode', { entries: [file('a'), file('b', 'a'.repeat(40), '100755')] }],
    ['another path', { entries: [file('a'), file('c')] }],
    ['one file less', { entries: [file('a')] }],
    [
      'another value',
      {
        buildArgs: new Map([
          ['NODE', '22'],
          ['MODE', 'x'],
        ]),
      },
    ],
    ['one argument less', { buildArgs: new Map([['NODE', '24']]) }],
    ['the border between key and value moved', { buildArgs: new Map([['NODE', '24,MODE=x']]) }],
  ])('is another one with %s', (_what, changed) => {
    expect(hashOfContent({ ...content, ...changed })).not.toBe(name);
  });
});

describe('a version', () => {
  test.each([
    ['v1.2.3', '', '1.2.3'],
    ['1.2.3', '', '1.2.3'],
    ['v1.2.3-rc.1', '', '1.2.3-rc.1'],
    ['v1.2.3+arm', '', '1.2.3+arm'],
    ['svc/v1.2.3', 'svc', '1.2.3'],
    ['svc-v1.2.3', 'svc', '1.2.3'],
    ['svc@1.2.3', 'svc', '1.2.3'],
    ['@org/svc@1.2.3', '@org/svc', '1.2.3'],
    ['services/api/v1.2.3', 'services/api', '1.2.3'],
    ['v1.2.3', 'svc', undefined],
    ['svc/v1.2.3', '', undefined],
    ['svc/v1.2.3', 'sv', undefined],
    ['svc2/v1.2.3', 'svc', undefined],
    ['svc-next-v1.2.3', 'svc', undefined],
    ['v1.2', '', undefined],
    ['v01.2.3', '', undefined],
    ['vv1.2.3', '', undefined],
    [' v1.2.3', '', undefined],
    ['v1.2.3\n', '', undefined],
    ['=1.2.3', '', undefined],
    ['v1.2.3-', '', undefined],
    ['v9007199254740992.0.0', '', undefined],
    ['nightly', '', undefined],
  ])('git tag %j of component %j releases %s', (tag, component, expected) => {
    expect(versionOfGitTag(tag, component)?.text).toBe(expected);
  });

  test('has a name in the registry that leads back to it', () => {
    for (const text of ['1.2.3', '1.2.3-rc.1', '1.2.3+arm.2', '1.2.3-rc.1+arm']) {
      const version = versionOfGitTag(text, '')!;
      expect(nameOfVersion(version)).toMatch(TAG);
      expect(versionOfName(nameOfVersion(version))).toEqual(version);
    }
  });
});

describe('a template', () => {
  test('stands around every name, and finds it again', () => {
    const form = templateOf('{component}-{name}-arm', 'api');
    expect(tagged(form, '1.2.3')).toBe('api-1.2.3-arm');
    expect(nameIn(form, 'api-1.2.3-arm')).toBe('1.2.3');
    expect(nameIn(form, 'web-1.2.3-arm')).toBeUndefined();
    expect(nameIn(form, 'api--arm')).toBeUndefined();
  });
});
