import type { Absent, Found } from '@actions-aws/registry';
import type { Age } from '@actions-aws/registry/order';
import { wishFor } from '../src/inputs/moving.ts';
import { verdictOn } from '../src/steps/moving.ts';
import { digest, IMAGE } from './support/observed.ts';

test.each([
  ['prod', undefined, { rule: 'revision' }],
  ['latest', undefined, { rule: 'latest' }],
  ['1', undefined, { rule: 'version', within: 'major' }],
  ['1.2', undefined, { rule: 'version', within: 'minor' }],
  ['v1.2', undefined, { rule: 'version', within: 'minor' }],
  ['pr-7', undefined, { rule: 'revision' }],
  ['pr-7', 'revision', { rule: 'revision' }],
  ['1.2', 'revision', { rule: 'revision' }],
  ['latest', 'revision', { rule: 'latest' }],
  ['search-api-1.2', 'version', { rule: 'version', within: 'minor', template: { before: 'search-api-', after: '' } }],
  ['api-2-1', 'version', { rule: 'version', within: 'major', template: { before: 'api-2-', after: '' } }],
  ['1.2-slim', 'version', { rule: 'version', within: 'minor', template: { before: '', after: '-slim' } }],
  ['search-api-latest', 'version', { rule: 'latest', template: { before: 'search-api-', after: '' } }],
  ['stable', 'version', { rule: 'version' }],
] as const)('%s (%s) is decided', (tag, rule, wish) => {
  expect(wishFor(tag, rule)).toMatchObject({ tag, ...wish });
});

const REVISION = 'org.opencontainers.image.revision';
const VERSION = 'org.opencontainers.image.version';

function image(start: string, said: { readonly revision?: string; readonly version?: string } = {}): Found {
  const texts: Readonly<Record<string, string | undefined>> = { [REVISION]: said.revision, [VERSION]: said.version };
  return {
    state: 'present',
    digest: digest(start),
    mediaType: '',
    manifest: new Uint8Array(),
    annotations: {},
    labels: async () => ({}),
    says: async (key) => texts[key],
  };
}

const absent: Absent = { state: 'absent', why: 'of a test' };
const archived: Absent = { state: 'archived', why: 'of a test', digest: digest('d') };
const newer: Age = { order: 'newer', because: 'it is contained in this one' };
const older: Age = { order: 'older', because: 'it contains this one' };
const unknown: Age = { order: 'unknown', because: 'it is not known' };

interface Case {
  readonly tag: string;
  readonly rule?: 'version' | 'revision';
  readonly ours?: Found;
  readonly tags?: readonly string[];
  readonly released?: readonly string[];
  readonly now: Found | Absent;
  readonly age?: Age;
  readonly verdict: object;
}

test.each<[string, Case]>([
  ['a tag that is new', { tag: 'prod', now: absent, verdict: { move: true, isUnsure: false } }],
  [
    'forward by commit',
    { tag: 'prod', now: image('d'), age: newer, verdict: { move: true, rule: 'revision', isUnsure: false } },
  ],
  ['backwards by commit', { tag: 'prod', now: image('d'), age: older, verdict: { move: false } }],
  ['not known', { tag: 'prod', now: image('d'), age: unknown, verdict: { move: false, isUnsure: true } }],
  ['archived', { tag: 'prod', now: archived, verdict: { move: false, isUnsure: true } }],
  ['this image already', { tag: 'prod', now: image('a'), age: older, verdict: { move: true } }],
  [
    'a backport takes 1.2, and not latest',
    {
      tag: '1.2',
      tags: ['1.2.4'],
      released: ['1.2.3', '2.0.0'],
      now: image('d'),
      age: older,
      verdict: { move: true, rule: 'version' },
    },
  ],
  [
    'a backport does not take latest',
    {
      tag: 'latest',
      tags: ['1.2.4'],
      released: ['1.2.3', '2.0.0'],
      now: image('d'),
      age: newer,
      verdict: { move: false, rule: 'version' },
    },
  ],
  [
    'the version that the image says it is',
    {
      tag: 'latest',
      ours: image('a', { version: '2.1.0' }),
      released: ['2.0.0'],
      now: image('d'),
      verdict: { move: true },
    },
  ],
  [
    'a prerelease takes no tag of a version',
    { tag: '2', tags: ['2.1.0-rc.1'], released: [], now: absent, verdict: { move: false } },
  ],
  [
    'latest without a release, by commit',
    { tag: 'latest', now: image('d'), age: older, verdict: { move: false, rule: 'revision' } },
  ],
  [
    'latest of no release, where there is one',
    { tag: 'latest', released: ['1.0.0'], now: absent, verdict: { move: false } },
  ],
  [
    'latest whose image says that it is a release',
    { tag: 'latest', now: image('d', { version: '1.0.0' }), age: newer, verdict: { move: false } },
  ],
  [
    'a lower major, which has no version yet, takes no tag of another',
    {
      tag: '1',
      tags: ['0.9.0'],
      released: ['1.5.0'],
      now: image('d', { version: '1.5.0' }),
      age: newer,
      verdict: { move: false, rule: 'version', isUnsure: false },
    },
  ],
  [
    'nor does a higher one',
    { tag: 'v1', tags: ['v2.0.0'], released: ['v1.5.0'], now: image('d'), age: newer, verdict: { move: false } },
  ],
  [
    'nor a minor that of another minor',
    { tag: '1.2', tags: ['1.3.0'], released: ['1.2.9'], now: absent, verdict: { move: false } },
  ],
  ['a version without a version', { tag: '1.2', now: absent, verdict: { move: false } }],
  [
    'a component among others',
    {
      tag: 'api-1',
      rule: 'version',
      tags: ['api-1.2.3'],
      released: ['web-1.9.0', 'api-1.2.2'],
      now: image('d'),
      verdict: { move: true, rule: 'version' },
    },
  ],
])('%s', async (_, { tag, rule, ours = image('a'), tags = [], released = [], now, age = unknown, verdict }) => {
  expect(ours.digest).toBe(IMAGE);
  const candidate = { image: ours, tags, released: async () => released };
  expect(await verdictOn(wishFor(tag, rule), now, candidate, async () => age)).toMatchObject(verdict);
});

test('a tag moves for the commit that image-tag names, where the content of the image came back', async () => {
  const candidate = { image: image('a', { revision: 'first' }), tags: [], released: async () => [] };
  const asked: unknown[] = [];
  const age = async (...commits: readonly unknown[]) => {
    asked.push(commits);
    return newer;
  };
  const wish = { ...wishFor('prod', 'revision'), revision: 'third' };
  expect(await verdictOn(wish, image('d', { revision: 'second' }), candidate, age)).toMatchObject({ move: true });
  expect(asked).toEqual([['third', 'second']]);
});
