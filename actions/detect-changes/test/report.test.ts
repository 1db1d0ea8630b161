import { readFileSync } from 'node:fs';
import { UserError } from '@actions-aws/action';
import type { Change } from '../src/changes.ts';
import { LONGEST_INLINE } from '../src/lists.ts';
import { detecting, removeOutputs } from './support/detecting.ts';

afterEach(removeOutputs);

const modified = (path: string): Change => ({ status: 'modified', path });
const deleted = (path: string): Change => ({ status: 'deleted', path });

const FILTERS = `
shared: shared/**
api: {paths: services/api/**, needs: shared, runner: [linux, big], size: 2}
web: ['web/**', '!**/*.md', never/**]
`;

describe('outputs', () => {
  test('each component has one, and the rest says the same in other forms', async () => {
    const { outputs, failures } = await detecting(FILTERS, {
      changes: [modified('shared/a.ts'), modified('web/a.md')],
      tree: ['shared/a.ts', 'services/api/a.ts', 'web/a.ts', 'web/a.md'],
    });
    expect(failures).toEqual([]);
    expect(outputs).toMatchObject({
      shared: 'true',
      api: 'true',
      web: 'false',
      changes: '["shared","api"]',
      any: 'true',
      matrix: '{"include":[{"component":"shared"},{"component":"api","runner":["linux","big"],"size":2}]}',
      base: 'b'.repeat(40),
      head: 'c'.repeat(40),
      strategy: 'push',
      complete: 'true',
      reason: 'Compared with the commit before the push.',
      count: '2',
      files: '[{"status":"modified","path":"shared/a.ts"},{"status":"modified","path":"web/a.md"}]',
      truncated: 'false',
    });
    expect(JSON.parse(readFileSync(outputs['files-json']!, 'utf8'))).toEqual(JSON.parse(outputs.files!));
    expect(readFileSync(outputs['files-nul']!, 'utf8')).toBe('./shared/a.ts\0./web/a.md\0');
  });

  test('nothing changed', async () => {
    const { outputs } = await detecting(FILTERS, { tree: [] });
    expect(outputs).toMatchObject({
      shared: 'false',
      api: 'false',
      web: 'false',
      changes: '[]',
      any: 'false',
      count: '0',
      files: '[]',
    });
    expect(outputs.matrix).toBe('{"include":[]}');
    expect(readFileSync(outputs['files-json']!, 'utf8')).toBe('[]\n');
    expect(readFileSync(outputs['files-nul']!, 'utf8')).toBe('');
  });

  test('the matrix says of what no file is left', async () => {
    const filters = 'a: a/**\nb: {paths: b/**, needs: a}\nc: {paths: c/**, needs: a}\nd: {needs: a}\ne: e/**';
    const { outputs, summary } = await detecting(filters, {
      changes: [deleted('a/x'), deleted('e/x')],
      tree: ['b/x', 'e/y'],
    });
    expect(JSON.parse(outputs.matrix!)).toEqual({
      include: [
        { component: 'a', deleted: true },
        { component: 'b' },
        { component: 'c', deleted: true },
        { component: 'd' },
        { component: 'e' },
      ],
    });
    expect(summary).toMatch(/\| a \| yes \| .*No file of it is left\. \|/);
  });

  test('a submodule is a file that is left of what reaches into it', async () => {
    const filters =
      'a: a/**\nlib: {paths: vendor/lib/src/**, needs: a}\noff: vendor/lib/docs/**\nnever: vendor/other/**';
    const told = { changes: [modified('a/x')], tree: ['a/x', 'vendor/lib'], submodules: ['vendor/lib'] };
    const { outputs, detection } = await detecting(filters, told);
    expect(JSON.parse(outputs.matrix!)).toEqual({ include: [{ component: 'a' }, { component: 'lib' }] });
    expect(detection.tree?.unmatched).toEqual(
      new Map([
        ['off', []],
        ['never', ['vendor/other/**']],
      ]),
    );
  });

  test.each([
    [256, 0],
    [257, 1],
  ])('a matrix of %i is refused by %i clear errors, and all else is told', async (count, errors) => {
    const filters = Array.from({ length: count }, (_, index) => `c${index}: "**"`).join('\n');
    const { outputs, failures } = await detecting(filters, { changes: [modified('a')] });
    expect(failures.map((failure) => (failure as UserError).message)).toEqual(
      Array(errors).fill('257 components are concerned, and GitHub makes 256 jobs of a matrix at most.'),
    );
    expect(outputs.matrix === '').toBe(errors > 0);
    expect(outputs.c255).toBe('true');
    expect(JSON.parse(outputs.changes!)).toHaveLength(count);
  });

  test('a matrix that GitHub would drop is an error as well', async () => {
    const { failures, outputs } = await detecting(`a: {paths: '**', text: ${'x'.repeat(400_000)}}`, {
      changes: [modified('a')],
    });
    expect(failures.map((failure) => (failure as UserError).message)).toEqual([expect.stringContaining('characters')]);
    expect(outputs).toMatchObject({ a: 'true', matrix: '' });
  });

  test('a list that is too long for an output is in its files all the same', async () => {
    const changes = Array.from({ length: 5_000 }, (_, index) => modified(`src/a/folder/and/file-${index}.ts`));
    const { outputs, lines } = await detecting('a: src', { changes });
    expect(outputs).toMatchObject({ count: '5000', files: '', truncated: 'true' });
    const read = JSON.parse(readFileSync(outputs['files-json']!, 'utf8'));
    expect(read).toEqual(changes.map(({ status, path }) => ({ status, path })));
    expect(readFileSync(outputs['files-nul']!, 'utf8').split('\0')).toHaveLength(5_001);
    expect(Object.values(outputs).join('').length).toBeLessThan(LONGEST_INLINE);
    expect(lines.length).toBeLessThan(30);
    expect(lines.at(-1)?.message).toContain('and 4980 more');
  });
});

describe('where it is not known what changed', () => {
  const comparison = {
    complete: false,
    base: '',
    strategy: 'unknown',
    reason: 'The commit before the push cannot be had.',
  };

  test('everything counts as changed, nothing is listed, and a warning says so', async () => {
    const { outputs, failures, lines, summary } = await detecting(FILTERS, { changes: [modified('a')], comparison });
    expect(failures).toEqual([]);
    expect(outputs).toMatchObject({
      shared: 'true',
      api: 'true',
      web: 'true',
      changes: '["shared","api","web"]',
      any: 'true',
      complete: 'false',
      reason: comparison.reason,
      count: '',
      files: '',
      truncated: 'true',
      'files-json': '',
      'files-nul': '',
    });
    expect(lines.filter(({ kind }) => kind === 'warning').map(({ message }) => message)).toEqual([
      `It is not known what changed, so every component counts as changed: ${comparison.reason}`,
    ]);
    expect(summary).toContain('⚠️ 3 of 3 components concerned');
  });

  test('or the run is red, and everything counts as changed all the same', async () => {
    const { outputs, failures } = await detecting(FILTERS, { comparison, onUnknown: 'fail' });
    expect(failures.map((failure) => (failure as Error).message)).toEqual([
      `It is not known what changed: ${comparison.reason}`,
    ]);
    expect(outputs).toMatchObject({ shared: 'true', api: 'true', web: 'true', any: 'true', complete: 'false' });
  });

  test('an error is red although `all` was asked for, and no component is false', async () => {
    const failure = new UserError('GitHub refused.', { hint: 'Give the job `pull-requests: read`.' });
    const { outputs, failures } = await detecting(FILTERS, { changes: [modified('a')], failure });
    expect(failures).toEqual([failure]);
    expect(outputs).toMatchObject({ shared: 'true', web: 'true', complete: 'false', strategy: 'unknown', count: '' });
    expect(outputs.reason).toBe('GitHub refused.');
  });
});

test('the summary and the log say why each is on or off', async () => {
  const { summary, lines } = await detecting(FILTERS, {
    changes: [modified('shared/a.ts'), { status: 'renamed', from: 'x', path: 'shared/b.ts' }, modified('docs/a')],
    tree: ['shared/a.ts', 'web/a.ts'],
    ignore: 'docs/**',
  });
  expect(summary).toContain('## 2 of 3 components concerned');
  expect(summary).toContain('Compared with the commit before the push. (`push`: `'.slice(0, 50));
  expect(summary).toContain('| shared | yes | `shared/a.ts` (modified) matches `shared/**`, and 1 more. |');
  expect(summary).toContain('| api | yes | It needs `shared`.');
  expect(summary).toContain(
    '| web | no | None of 3 changed files matches; 1 of them are ignored. No file of the repository matches `never/**`. |',
  );
  const said = lines.map(({ message }) => message);
  expect(said).toContain('api: true. It needs `shared`.');
  expect(said).toContain('renamed `x` → `shared/b.ts`');
});

test.each([
  [{ changes: [] }, 'Nothing changed.'],
  [{ changes: [modified('docs/a')], ignore: 'docs' }, 'All of 1 changed file are ignored.'],
  [
    { changes: [modified('go.mod')], global: 'go.mod' },
    'Everything is concerned: `go.mod` (modified) matches `go.mod` of `global`.',
  ],
  [{ comparison: { complete: false } }, 'It is not known what changed.'],
])('why, %j', async (told, sentence) => {
  const { summary } = await detecting('a: a/**', told);
  expect(summary).toContain(sentence);
});

describe('names from outside', () => {
  const names = [
    'a\n::error::x',
    'a\r\n::set-output name=a::b',
    '##[error]x',
    '`a`',
    '| a | b |',
    '<script>alert(1)</script>',
    '[a](https://example.com)',
    '$(id)',
    '-rf',
    'a"b\\c\td',
    '\u202eexe.txt',
    'EOF\nb=true',
    '\x1b[2J',
  ];

  test('cannot end a line of the log, a cell of the summary, or an output', async () => {
    const changes = names.map((name) => modified(Buffer.from(`src/${name}`).toString('latin1')));
    for (const change of changes) {
      const { lines, summary, outputs } = await detecting('it: src/**\nother: other', { changes: [change], tree: [] });
      for (const { message } of lines) expect(message).not.toMatch(/[\p{Cc}\u202e]/u);
      const rows = summary.split('\n').filter((line) => line.startsWith('|'));
      expect(rows).toHaveLength(4);
      for (const row of rows) {
        expect(row.match(/(?<!\\)\|/g)).toHaveLength(4);
        // In a code span nothing is read as HTML or as a link.
        expect(row.replace(/`[^`]*`/g, '')).not.toMatch(/[<[(]script|alert|https/);
      }
      expect(outputs).toMatchObject({ it: 'true', other: 'false', count: '1' });
      expect(JSON.parse(outputs.files!)).toHaveLength(1);
    }
  });

  test('are whole in both files', async () => {
    const { outputs } = await detecting('it: src', {
      changes: names.map((name) => modified(Buffer.from(name).toString('latin1'))),
    });
    expect(readFileSync(outputs['files-nul']!, 'utf8')).toBe(names.map((name) => `./${name}\0`).join(''));
    expect(JSON.parse(outputs.files!).map(({ path }: { path: string }) => path)).toEqual(names);
  });

  test('that are no UTF-8 keep their bytes', async () => {
    const path = 'src/\xff\xc3\xa9\x80.txt';
    const { outputs, lines } = await detecting('it: src/**', { changes: [{ status: 'renamed', path, from: 'src/é' }] });
    expect(readFileSync(outputs['files-nul']!)).toEqual(Buffer.from(`./${path}\0./src/é\0`, 'latin1'));
    const [entry] = JSON.parse(outputs.files!);
    expect(entry).toEqual({
      status: 'renamed',
      path: 'src/\\xffé\\x80.txt',
      'path-base64': Buffer.from(path, 'latin1').toString('base64'),
      from: 'src/\\xe9',
      'from-base64': Buffer.from('src/é', 'latin1').toString('base64'),
    });
    expect(lines.some(({ message }) => message.includes('src/\\xffé\\x80.txt'))).toBe(true);
  });
});
