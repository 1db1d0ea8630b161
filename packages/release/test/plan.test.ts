import { planRelease } from '../src/plan/plan.ts';
import type { Observed, Release, Step } from '../src/plan/state.ts';
import { compareVersions, readVersion } from '../src/plan/version.ts';

/** What differs from a first look at main, whose version has been made and not released. */
interface Look {
  readonly version: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly release?: Partial<Release>;
  readonly built?: boolean | string;
  /** The versions are made in a commit that the branch does not have yet. */
  readonly waiting?: boolean;
  readonly branch?: string;
  readonly more?: Partial<Observed['remote']>;
}

const BUILT = { commit: 'built', assets: [{ name: 'sbom.cdx.json', digest: 'sha256:5b' }] };
const WHOLE = { id: 7, name: 'sbom.cdx.json', state: 'uploaded', digest: 'sha256:5b' };

function look({
  version,
  tags = {},
  release,
  built = false,
  waiting = false,
  branch = 'main',
  more = {},
}: Look): Observed {
  const all = new Map(Object.entries(tags));
  return {
    branch,
    sources: { commit: waiting ? 'versions' : 'head', from: 'head', version },
    ...(built ? { built: built === true ? BUILT : { ...BUILT, commit: built } } : {}),
    remote: {
      head: 'head',
      hasSources: !waiting,
      hasFrom: true,
      tags: all,
      ...(all.has(`v${version}`) ? { tagIsOfBranch: true } : {}),
      releases: release ? [{ id: 1, tag: `v${version}`, draft: true, target: 'built', assets: [], ...release }] : [],
      ...more,
    },
  };
}

function steps(observed: Observed): string[] {
  const plan = planRelease(observed);
  if ('refused' in plan) return [`refused: ${plan.refused}`];
  return plan.steps.map(inShort);
}

function inShort(step: Step): string {
  switch (step.kind) {
    case 'build':
      return `build ${step.sources}`;
    case 'push':
      return `push ${step.tag}=${step.to}${step.branch ? ` and ${step.branch.name} ${step.branch.from}→${step.branch.to}` : ''}`;
    case 'draft':
      return `draft ${step.tag}${step.prerelease ? ' (prerelease)' : ''}`;
    case 'upload':
      return `upload${step.instead === undefined ? '' : ` instead of ${step.instead}`}`;
    case 'publish':
      return `publish ${step.tag}${step.latest ? ' (latest)' : ''}`;
    case 'discard':
      return `discard ${step.draft}`;
    case 'move':
      return `${step.tag} ${step.from ?? 'none'}→${step.to}`;
  }
}

const draftOf = (id: number, more: Partial<Release> = {}): Release => ({
  id,
  tag: 'v1.0.0',
  draft: true,
  target: 'built',
  assets: [],
  ...more,
});

const first = [
  'build head',
  'push v1.0.0=the release commit',
  'draft v1.0.0',
  'publish v1.0.0 (latest)',
  'v1.0 none→v1.0.0',
  'v1 none→v1.0.0',
];

test.each<[name: string, look: Look, steps: string[]]>([
  ['a first release', { version: '1.0.0' }, first],
  [
    'changesets are waiting: the branch takes the versions in the push of the tag',
    { version: '1.0.0', waiting: true },
    ['build versions', 'push v1.0.0=the release commit and main head→versions', ...first.slice(2)],
  ],
  [
    'it is built: the list of what ships is one of the steps',
    { version: '1.0.0', built: true },
    ['push v1.0.0=built', 'draft v1.0.0', 'upload', ...first.slice(3)],
  ],
  ['killed after the push', { version: '1.0.0', tags: { 'v1.0.0': 'built' } }, ['build head', ...first.slice(2)]],
  [
    'killed after the draft',
    { version: '1.0.0', built: true, tags: { 'v1.0.0': 'built' }, release: {} },
    ['upload', ...first.slice(3)],
  ],
  [
    'killed in the upload',
    {
      version: '1.0.0',
      built: true,
      tags: { 'v1.0.0': 'built' },
      release: { assets: [{ ...WHOLE, state: 'starter', digest: undefined }] },
    },
    ['upload instead of 7', ...first.slice(3)],
  ],
  [
    'an asset of other content in a draft',
    {
      version: '1.0.0',
      built: true,
      tags: { 'v1.0.0': 'built' },
      release: { assets: [{ ...WHOLE, digest: 'sha256:77' }] },
    },
    ['upload instead of 7', ...first.slice(3)],
  ],
  [
    'killed after the upload',
    { version: '1.0.0', built: true, tags: { 'v1.0.0': 'built' }, release: { assets: [WHOLE] } },
    first.slice(3),
  ],
  [
    'two runs drafted at once: both go on with the older draft, and the other goes once there is a release',
    {
      version: '1.0.0',
      built: true,
      tags: { 'v1.0.0': 'built' },
      more: { releases: [draftOf(1, { assets: [WHOLE] }), draftOf(2)] },
    },
    ['publish v1.0.0 (latest)', 'discard 2', ...first.slice(4)],
  ],
  [
    'the newer of two drafts was published, since a run did not see the other yet',
    {
      version: '1.0.0',
      tags: { 'v1.0.0': 'built' },
      more: { releases: [draftOf(1, { assets: [WHOLE] }), draftOf(2, { draft: false })] },
    },
    ['discard 1', ...first.slice(4)],
  ],
  [
    'a person’s own draft is none of ours',
    {
      version: '1.0.0',
      tags: { 'v1.0.0': 'built' },
      more: { releases: [draftOf(1, { draft: false }), draftOf(2, { target: 'main' })] },
    },
    first.slice(4),
  ],
  [
    'killed after it was published',
    { version: '1.0.0', tags: { 'v1.0.0': 'built' }, release: { draft: false } },
    first.slice(4),
  ],
  [
    'killed between the two moves',
    { version: '1.0.0', tags: { 'v1.0.0': 'built', 'v1.0': 'built' }, release: { draft: false } },
    first.slice(5),
  ],
  [
    'all is done',
    { version: '1.0.0', tags: { 'v1.0.0': 'built', 'v1.0': 'built', v1: 'built' }, release: { draft: false } },
    [],
  ],
  ['nothing was ever asked for', { version: '0.0.0' }, []],
  [
    'a patch',
    { version: '1.0.1', tags: { 'v1.0.0': 'old', 'v1.0': 'old', v1: 'old' } },
    [
      'build head',
      'push v1.0.1=the release commit',
      'draft v1.0.1',
      'publish v1.0.1 (latest)',
      'v1.0 old→v1.0.1',
      'v1 old→v1.0.1',
    ],
  ],
  [
    'a minor version',
    { version: '1.1.0', tags: { 'v1.0.0': 'old', 'v1.0': 'old', v1: 'old' } },
    [
      'build head',
      'push v1.1.0=the release commit',
      'draft v1.1.0',
      'publish v1.1.0 (latest)',
      'v1.1 none→v1.1.0',
      'v1 old→v1.1.0',
    ],
  ],
  [
    'a patch of an old minor version moves v1.1, never v1, and is not the latest',
    {
      version: '1.1.1',
      branch: 'v1.1.x',
      tags: { 'v1.1.0': 'a', 'v1.2.0': 'b', 'v1.1': 'a', 'v1.2': 'b', v1: 'b' },
    },
    ['build head', 'push v1.1.1=the release commit', 'draft v1.1.1', 'publish v1.1.1', 'v1.1 a→v1.1.1'],
  ],
  [
    'a patch of an old major version moves v1, and is not the latest',
    { version: '1.0.1', branch: 'v1.x', tags: { 'v1.0.0': 'a', 'v2.0.0': 'b', 'v1.0': 'a', v1: 'a', v2: 'b' } },
    ['build head', 'push v1.0.1=the release commit', 'draft v1.0.1', 'publish v1.0.1', 'v1.0 a→v1.0.1', 'v1 a→v1.0.1'],
  ],
  [
    'a prerelease moves nothing',
    { version: '1.1.0-rc.0', tags: { 'v1.0.0': 'a', 'v1.0': 'a', v1: 'a' } },
    ['build head', 'push v1.1.0-rc.0=the release commit', 'draft v1.1.0-rc.0 (prerelease)', 'publish v1.1.0-rc.0'],
  ],
  [
    'prereleases are in no release’s way: 1.1.0 comes after them, and v1 moves',
    { version: '1.1.0', tags: { 'v1.0.0': 'a', 'v1.1.0-rc.9': 'c', 'v1.2.0-rc.0': 'd', v1: 'a' } },
    [
      'build head',
      'push v1.1.0=the release commit',
      'draft v1.1.0',
      'publish v1.1.0 (latest)',
      'v1.1 none→v1.1.0',
      'v1 a→v1.1.0',
    ],
  ],
  [
    'a newer release came while this one was under way: v1 is left alone',
    {
      version: '1.0.1',
      tags: { 'v1.0.1': 'built', 'v1.1.0': 'new', 'v1.0': 'old', 'v1.0.0': 'old', v1: 'new' },
      release: { draft: false },
    },
    ['v1.0 old→v1.0.1'],
  ],
  ['a first release below 1.0.0', { version: '0.1.0' }, ['refused: 0.1.0 is below 1.0.0, and users write @v1.']],
  [
    '0.0.0, by a changeset that changes nothing',
    { version: '0.0.0', waiting: true },
    ['refused: 0.0.0 is below 1.0.0, and users write @v1.'],
  ],
  ['a version that is none', { version: '1.0' }, ['refused: "1.0" is no version.']],
  [
    'the tag exists with other content',
    { version: '1.0.0', built: true, tags: { 'v1.0.0': 'other' } },
    ['refused: The tag v1.0.0 exists with other content: it is on other, and these sources give built.'],
  ],
  [
    'the tag was made elsewhere',
    { version: '1.0.0', tags: { 'v1.0.0': 'other' }, more: { tagIsOfBranch: false } },
    ['refused: The tag v1.0.0 was not made from main.'],
  ],
  [
    'a release without its tag',
    { version: '1.0.0', release: { draft: false } },
    ['refused: v1.0.0 is published, but its tag is gone.'],
  ],
  [
    'main moved on, and would have to take the versions',
    { version: '1.0.0', waiting: true, more: { head: 'newer' } },
    ['refused: main has moved on.'],
  ],
  [
    'what is checked out is not on main',
    { version: '1.0.0', waiting: true, more: { head: 'newer', hasFrom: false } },
    ['refused: head is not on main.'],
  ],
  [
    'an older patch than there is',
    { version: '1.0.1', tags: { 'v1.0.2': 'a' } },
    ['refused: v1.0.1 would come after v1.0.2.'],
  ],
  [
    'an older minor version than there is',
    { version: '1.1.0', tags: { 'v1.2.3': 'a' } },
    ['refused: v1.1.0 would come after v1.2.3.'],
  ],
  [
    'a prerelease of what is released',
    { version: '1.1.0-rc.1', tags: { 'v1.1.0': 'a' } },
    ['refused: v1.1.0-rc.1 would come after v1.1.0.'],
  ],
  [
    'v1 is on what is no release',
    { version: '1.0.1', tags: { 'v1.0.0': 'a', v1: 'somewhere' } },
    ['refused: v1 is on somewhere, which is no release.'],
  ],
  [
    'v1 has a release, which locks it',
    {
      version: '1.0.1',
      tags: { 'v1.0.0': 'a', v1: 'a' },
      more: { releases: [{ id: 3, tag: 'v1', draft: false, target: 'a', assets: [] }] },
    },
    ['refused: v1 has a GitHub release, which locks it.'],
  ],
])('%s', (_, seen, expected) => {
  expect(steps(look(seen))).toEqual(expected);
});

test('versions are in the order of semver', () => {
  const order = [
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.10',
    '1.2.0',
    '2.0.0',
  ];
  const read = (text: string) => readVersion(text) ?? expect(text).toBe('a version');
  for (const [i, a] of order.entries()) {
    for (const [j, b] of order.entries()) {
      const [left, right] = [read(a), read(b)];
      expect(left && right && Math.sign(compareVersions(left, right))).toBe(Math.sign(i - j));
    }
  }
});

test.each(['v1.0.0', '1.0', '01.0.0', '1.0.0+build', '1.0.0-', ' 1.0.0'])('"%s" is no version', (text) => {
  expect(readVersion(text)).toBeUndefined();
});
