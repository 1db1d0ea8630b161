import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError, readInputs } from '@actions-aws/action';
import { inputs } from '../src/inputs/inputs.ts';
import { readFilters } from './support/filters.ts';

type Others = Parameters<typeof readFilters>[1];

/** What is wrong, each in a sentence. */
async function wrong(filters: string, others: Others = {}): Promise<readonly string[]> {
  const thrown = await readFilters(filters, others, { GITHUB_WORKSPACE: '/home/runner/work/app/app' }).then(
    () => new Error('accepted'),
    (error: Error) => error,
  );
  if (!(thrown instanceof InputError)) throw thrown;
  return thrown.sentences;
}

test.each<readonly [mistake: string, filters: string, place: string, says: string]>([
  ['no mapping', '- a\n- b', '`filters`', 'must map names to patterns'],
  ['a word', 'src', '`filters`', 'must map names to patterns'],
  ['nothing', '{}', '`filters`', 'names no component'],
  ['a component of nothing', 'api:', '`filters.api`', 'has no pattern'],
  ['a component twice', 'api: a\nweb: b\napi: c', '`filters`', 'unique'],
  ['a key twice', 'api: {paths: a, paths: b}', '`filters`', 'unique'],
  ['a tag', 'api:\n  - src/**\n  - !docs/**', '`filters`', 'Quote a text that begins with `!`'],
  ['an alias', 'api:\n  - **/*.ts', '`filters`', 'Quote a text that begins with `!`'],
  ['half a document', 'api: [a', '`filters`', 'not valid YAML'],
  ['an empty pattern', "api: ['']", '`filters.api[0]`', 'is empty'],
  ['an empty list', 'api: []', '`filters.api`', 'empty list'],
  ['an empty mapping in a list', 'api: [{}]', '`filters.api[0]`', 'has no pattern'],
  ['an empty mapping of paths', 'api: {paths: {}}', '`filters.api.paths`', 'has no pattern'],
  ['an empty list of a status', 'api: [{added: []}]', '`filters.api[0].added`', 'empty list'],
  ['a number', 'api: [7]', 'has "7" at `filters.api[0]`', 'must be text'],
  ['a pattern that leads out', 'api: [../shared/**]', 'has "../shared/**" at `filters.api[0]`', '`..`'],
  [
    'a path of the runner',
    'api: {paths: [/home/runner/work/app/app/src]}',
    '`filters.api.paths[0]`',
    'root of the repository',
  ],
  ['an exception of nothing', "api: ['!docs/**', 'src/**']", '`filters.api[0]`', 'takes nothing away'],
  ['a pattern that is undone', "api: ['src/api/**', '!src/**']", '`filters.api[0]`', '`!src/**` comes later'],
  ['an exception that is undone', "api: ['src/**', '!src/gen/**', 'src']", '`filters.api[1]`', '`src` comes later'],
  ['an ending that is undone', "api: ['docs/*.md', 'src/**', '!**/*.md']", '`filters.api[0]`', 'comes later'],
  ['all undone', "api: ['{a,b}/x', '!**']", '`filters.api[0]`', 'comes later'],
  [
    'a status that is none',
    'api: {paths: a, status: [add, deleted]}',
    'has "add" at `filters.api.status`',
    'is no status: it must be `added`, `modified`',
  ],
  ['a misspelt status', 'api: {paths: a, status: modifed}', '`filters.api.status`', 'Write `modified`.'],
  ['a misspelt status of a pattern', "api: [{'added|modfied': a}]", '`filters.api[0]`', 'Write `modified`.'],
  ['an empty list of statuses', 'api: {paths: a, status: []}', '`filters.api.status`', 'empty list'],
  ['a misspelt key', 'api: {path: a}', '`filters.api.path`', 'Write `paths`'],
  ['another', 'api: {paths: a, nedes: [b]}', '`filters.api.nedes`', 'Write `needs`'],
  ['another', 'api: {paths: a, all_of: [b]}', '`filters.api.all_of`', 'Write `all-of`'],
  ['a key by another name', 'api: {paths: a, depends-on: [b]}', '`filters.api.depends-on`', 'Write `needs`'],
  ['an input as a key', 'api: {paths: a, ignore: [b]}', '`filters.api.ignore`', 'It is an input'],
  ['only fields', 'api: {runner: big}', '`filters.api`', 'has no `paths`'],
  ['a field of the matrix', 'api: {paths: a, component: b}', '`filters.api.component`', 'the matrix says by itself'],
  ['another', 'api: {paths: a, deleted: true}', '`filters.api.deleted`', 'the matrix says by itself'],
  ['another, in capitals', 'api: {paths: a, Component: b}', '`filters.api.Component`', 'the matrix says by itself'],
  ['fields that look alike', 'api: {paths: a, runner: b, Runner: c}', '`filters.api.Runner`', 'capitals only'],
  ['a field that is no JSON', 'api: {paths: a, most: .inf}', '`filters.api.most`', 'JSON'],
  ['a field without a good name', "api: {paths: a, 'a b': 1}", '`filters.api`', 'is no name for a field'],
  [
    'a need that is none',
    'api: {paths: a, needs: [other]}\nshared: b',
    'has "other" at `filters.api.needs`',
    'There are api, shared.',
  ],
  ['a need, misspelt', 'api: {paths: a, needs: [share]}\nshared: b', '`filters.api.needs`', 'Write `shared`.'],
  ['a need that is no name', 'api: {paths: a, needs: [{b: c}]}', '`filters.api.needs`', 'must be a name'],
  ['needs of nothing', 'api: {needs: []}', '`filters.api.needs`', 'empty list'],
  ['itself', 'api: {paths: a, needs: api}', '`filters.api.needs`', 'api → api'],
  [
    'a circle',
    'a: {paths: a, needs: b}\nb: {paths: b, needs: c}\nc: {paths: c, needs: a}',
    '`filters.a.needs`',
    'a → b → c → a',
  ],
  ['the name of an output', 'changes: a', '`filters.changes`', 'output of this action'],
  ['the same in capitals', 'Any: a', '`filters.Any`', 'output of this action'],
  ['another', 'files-nul: a', '`filters.files-nul`', 'output of this action'],
  ['names that look alike', 'api: a\nAPI: b', '`filters.API`', 'capitals only'],
  ['a name with a dot', 'my.api: a', 'has "my.api" at `filters`|is "my.api"', 'is no name for a component'],
  ['a name that breaks lines', '"a\\nb=true": a', '`filters`', 'is no name for a component'],
])('%s is refused with its place and a remedy', async (_, filters, place, says) => {
  const [sentence = ''] = await wrong(filters);
  expect(place.split('|').some((one) => sentence.includes(one)) ? place : sentence).toBe(place);
  expect(sentence).toContain(says);
});

test.each<readonly [mistake: string, others: Others, place: string, says: string]>([
  ['a pattern that leads out', { global: 'go.mod\n../a' }, '`global[1]`', '`..`'],
  ['a comment behind a pattern', { global: 'go.mod # modules' }, '`global[0]`', 'comment'],
  ['another', { ignore: 'web\ndocs/**\t#docs' }, '`ignore[1]`', 'comment'],
  ['only exceptions', { ignore: '!docs/**' }, '`ignore[0]`', 'only takes away'],
  ['an exception of nothing', { global: '!a\nb' }, '`global[0]`', 'takes nothing away'],
  ['what is ignored', { ignore: 'services' }, '`filters.api`', '`ignore` has `services`'],
])('%s in global or ignore is refused', async (_, others, place, says) => {
  const [sentence = ''] = await wrong('api: services/api/**', others);
  expect(sentence).toContain(place);
  expect(sentence).toContain(says);
});

describe('since', () => {
  const { since } = inputs;
  const read = (given: string) => readInputs({ since }, { INPUT_SINCE: given });

  test.each([
    ['last-sucess', 'last-success'],
    ['last_success', 'last-success'],
    ['Last-Success', 'last-success'],
    ['last-successful', 'last-success'],
    ['parents', 'parent'],
  ])('%s is a slip for %s', async (given, word) => {
    await expect(read(given)).rejects.toThrow(
      `Input \`since\` is "${given}", but is nearly one of its words. Write \`${word}\`;`,
    );
  });

  test.each(['last-success', 'parent', 'main', 'refs/heads/parents', 'v1.2.3', '0123456789ab'])(
    '%s is taken as it is',
    async (given) => {
      await expect(read(given)).resolves.toEqual({ since: given });
    },
  );
});

test('all mistakes are told at once', async () => {
  const found = await wrong("api: {path: a, needs: nothing}\nany: b\nweb: ['../x', '']", { global: '..' });
  expect(found.map((sentence) => /at `([^`]+)`/.exec(sentence)?.[1])).toEqual([
    'filters.any',
    'filters.api.path',
    'filters.web[0]',
    'filters.web[1]',
    'filters.api.needs',
    'global[0]',
  ]);
});

describe('what is understood', () => {
  test('every form of a component', async () => {
    const { components } = await readFilters(`
shared: &shared
  - shared/**
api:
  - *shared
  - services/api/**
web: web/
small: &small {paths: small, needs: [shared], runner: small}
worker:
  <<: *small
  paths: [*shared, services/worker/**]
  size: 3
`);
    expect(
      components.map(({ name, paths, needs, fields }) => [name, paths.map(({ text }) => text), needs, fields]),
    ).toEqual([
      ['shared', ['shared/**'], [], {}],
      ['api', ['shared/**', 'services/api/**'], [], {}],
      ['web', ['web/'], [], {}],
      ['small', ['small'], ['shared'], { runner: 'small' }],
      ['worker', ['shared/**', 'services/worker/**'], ['shared'], { runner: 'small', size: 3 }],
    ]);
  });

  test('fields of any kind that JSON has', async () => {
    const { components } = await readFilters('{"api":{"paths":"a","runner":{"os":["linux",1,null,true]},"state":"b"}}');
    expect(components[0]?.fields).toEqual({ runner: { os: ['linux', 1, null, true] }, state: 'b' });
  });

  test('lists of patterns by lines, with comments, and as YAML', async () => {
    const expected = ['docs/**', '!docs/a b.md'];
    for (const ignore of [
      'docs/**\n# but\n\n  !docs/a b.md',
      "- docs/**\n- '!docs/a b.md'",
      '["docs/**", "!docs/a b.md"]',
    ]) {
      const read = await readFilters('api: src/**', { ignore });
      expect(read.ignore.map(({ text }) => text)).toEqual(expected);
    }
  });

  test('a file of the repository, and none outside of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'filters-'));
    try {
      mkdirSync(join(folder, 'app'));
      writeFileSync(join(folder, 'outside.yml'), 'api: a');
      writeFileSync(join(folder, 'app/components.yml'), '# ours\napi:\n  - services/api/**\n');
      writeFileSync(join(folder, 'app/broken.yml'), 'api: [');
      const env = { GITHUB_WORKSPACE: join(folder, 'app') };
      const { components } = await readFilters('components.yml', {}, env);
      expect(components.map(({ name }) => name)).toEqual(['api']);
      await expect(readFilters('broken.yml', {}, env)).rejects.toThrow('not valid YAML');
      await expect(readFilters('../outside.yml', {}, env)).rejects.toThrow('inside the workspace');
      await expect(readFilters('none.yaml', {}, env)).rejects.toThrow('exists');
      const inline = await readFilters('api: services/app.yml', {}, env);
      expect(inline.components[0]?.paths[0]?.text).toBe('services/app.yml');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
