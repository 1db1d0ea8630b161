import { annotationsOf, labelsOf } from '../src/labels.ts';
import { contradictions } from '../src/mutability.ts';

const facts = {
  repository: {
    name: 'app',
    description: 'Searches\nx=y\r\u0007 things',
    html_url: 'https://github.com/octo/app',
    license: { spdx_id: 'MIT' },
  },
  slug: 'octo/app',
  server: 'https://github.com',
  version: '1.2.3',
  revision: 'a'.repeat(40),
  committedAt: 1_773_500_966,
  component: '',
  content: undefined,
};

test('labels have the keys of the OCI, one on a line also of a description with more, and the date of the commit', () => {
  expect(labelsOf(facts)).toEqual([
    'org.opencontainers.image.created=2026-03-14T15:09:26.000Z',
    'org.opencontainers.image.description=Searches x=y things',
    'org.opencontainers.image.licenses=MIT',
    `org.opencontainers.image.revision=${'a'.repeat(40)}`,
    'org.opencontainers.image.source=https://github.com/octo/app',
    'org.opencontainers.image.title=app',
    'org.opencontainers.image.url=https://github.com/octo/app',
    'org.opencontainers.image.version=1.2.3',
  ]);
  expect(annotationsOf(labelsOf(facts))[5]).toBe('manifest:org.opencontainers.image.title=app');
});

test('a component and a content are told in whole, as their names do not', () => {
  const own = { component: 'services/api', content: 'c'.repeat(64) };
  expect(labelsOf({ ...facts, ...own }).slice(8)).toEqual([
    'image-tag.component=services/api',
    `image-tag.content=${'c'.repeat(64)}`,
  ]);
});

test('a quote that begins a field of a list would swallow the labels behind it', () => {
  const repository = { ...facts.repository, description: 'fast,"small","' };
  expect(labelsOf({ ...facts, repository })[1]).toBe('org.opencontainers.image.description=fast, "small", "');
});

test('without a repository in the payload, as on a schedule, they say what the runner does', () => {
  const labels = labelsOf({ ...facts, repository: undefined });
  expect(labels).toContain('org.opencontainers.image.source=https://github.com/octo/app');
  expect(labels).toContain('org.opencontainers.image.title=app');
  expect(labels).toContain('org.opencontainers.image.licenses=');
});

test.each([
  ['MUTABLE', [], ['can move sha-1 and 1.2.3']],
  ['IMMUTABLE', [], ['main and latest cannot move']],
  ['IMMUTABLE_WITH_EXCLUSION', ['main', 'latest'], []],
  ['IMMUTABLE_WITH_EXCLUSION', ['latest'], ['main cannot move']],
  ['IMMUTABLE_WITH_EXCLUSION', ['*'], ['can move sha-1 and 1.2.3']],
  ['MUTABLE_WITH_EXCLUSION', ['sha-*', '1.*.*'], []],
  ['MUTABLE_WITH_EXCLUSION', ['sha-*'], ['can move 1.2.3']],
  ['MUTABLE_WITH_EXCLUSION', ['sha-*', '1.*.*', 'l*'], ['latest cannot move']],
  ['SOMETHING_NEW', [], []],
])('a repository that is %s, but for %j', (mode, exclusions, expected) => {
  const split = { immutable: ['sha-1', '1.2.3'], moving: ['main', 'latest'] };
  const found = contradictions('example.com/app', { mode, exclusions, hasUnknownExclusions: false }, split);
  expect(found).toEqual(expected.map((text) => expect.stringContaining(text)));
});
