import type { Change, Status } from '../src/changes.ts';
import { cycleIn, onByNeed } from '../src/components/needs.ts';
import { isOf, type Selection, selectorOf } from '../src/components/selection.ts';
import { readFilters } from './support/filters.ts';

const added = (path: string): Change => ({ status: 'added', path });
const modified = (path: string): Change => ({ status: 'modified', path });
const deleted = (path: string): Change => ({ status: 'deleted', path });
const renamed = (from: string, path: string): Change => ({ status: 'renamed', from, path });
const submodule = (path: string): Change => ({ status: 'modified', path, submodule: true });

async function select(
  filters: string,
  changes: readonly Change[],
  others: { readonly global?: string; readonly ignore?: string } = {},
): Promise<Selection> {
  const selector = selectorOf(await readFilters(filters, others));
  for (const change of changes) selector.take(change);
  return selector.select();
}

/** The names of what is on. */
async function on(...given: Parameters<typeof select>): Promise<readonly string[]> {
  const { selected } = await select(...given);
  return selected.filter(({ why }) => why.on).map(({ component }) => component.name);
}

describe('patterns are read in order, and the last that matches decides', () => {
  test.each<readonly [patterns: readonly string[], path: string, expected: boolean]>([
    [['src/**', '!src/**/*.md'], 'src/a.ts', true],
    [['src/**', '!src/**/*.md'], 'src/a.md', false],
    [['src/**', '!src/**/*.md'], 'docs/a.ts', false],
    [['src/**', '!src/gen/**', 'src/gen/keep.ts'], 'src/gen/a.ts', false],
    [['src/**', '!src/gen/**', 'src/gen/keep.ts'], 'src/gen/keep.ts', true],
    [['!docs/**', '!**/*.md'], 'src/a.ts', true],
    [['!docs/**', '!**/*.md'], 'docs/a.ts', false],
    [['!docs/**', '!**/*.md'], 'src/a.md', false],
    [['**', '!docs/**'], 'docs/a', false],
    [['**', '!docs/**'], 'a', true],
  ])('%j, %s: %s', async (patterns, path, expected) => {
    expect(await on(JSON.stringify({ it: patterns }), [modified(path)])).toEqual(expected ? ['it'] : []);
  });
});

test('a file of one component says nothing of another', async () => {
  expect(await on('{api: api/**, web: [web/**], docs: "**/*.md"}', [modified('web/a.md')])).toEqual(['web', 'docs']);
  expect(await on('{api: api/**, web: [web/**]}', [])).toEqual([]);
});

describe('all-of', () => {
  test.each([
    ['services/api/a.md', true],
    ['services/api/a.ts', false],
    ['services/api/CHANGELOG.md', false],
    ['docs/a.md', false],
  ])('%s: %s', async (path, expected) => {
    const filters = "it: {paths: services/**, all-of: ['**/*.md', '!**/CHANGELOG.md']}";
    expect(await on(filters, [modified(path)])).toEqual(expected ? ['it'] : []);
  });

  test('stands without paths', async () => {
    expect(await on("it: {all-of: ['src/**', '**/*.ts']}", [modified('src/a.ts')])).toEqual(['it']);
    expect(await on("it: {all-of: ['src/**', '**/*.ts']}", [modified('src/a.js'), modified('lib/a.ts')])).toEqual([]);
  });
});

describe('statuses', () => {
  const every: readonly Status[] = ['added', 'modified', 'deleted', 'renamed', 'type-changed'];

  test('none is every one of them', async () => {
    for (const status of every) expect(await on('it: a', [{ status, path: 'a' }])).toEqual(['it']);
  });

  test.each(every)('%s is that one only', async (status) => {
    const found = await Promise.all(
      every.map((other) => on(`it: {paths: a, status: ${status}}`, [{ status: other, path: 'a' }])),
    );
    expect(found.map((names) => names.length)).toEqual(every.map((other) => (other === status ? 1 : 0)));
  });

  test('of one pattern', async () => {
    const filters = "it: [{'added|deleted': 'src/**'}, {modified: lib/**}, '!src/gen/**']";
    expect(await on(filters, [modified('src/a')])).toEqual([]);
    expect(await on(filters, [deleted('src/a')])).toEqual(['it']);
    expect(await on(filters, [modified('lib/a')])).toEqual(['it']);
    expect(await on(filters, [added('lib/a'), added('src/gen/a')])).toEqual([]);
  });

  test('a rename is new where it went, and gone where it was', async () => {
    const filters = `
new: {paths: b/**, status: added}
gone: {paths: a/**, status: deleted}
moved-in: {paths: b/**, status: renamed}
moved-out: {paths: a/**, status: renamed}
not-gone: {paths: b/**, status: deleted}
not-new: {paths: a/**, status: added}
both: ['a/**', 'b/**']
`;
    expect(await on(filters, [renamed('a/x', 'b/x')])).toEqual(['new', 'gone', 'moved-in', 'moved-out', 'both']);
    const { selected } = await select(filters, [renamed('a/x', 'b/x')]);
    expect(selected.at(-1)?.why).toMatchObject({ on: 'changed', count: 1 });
  });
});

describe('needs', () => {
  const filters = `
shared: shared/**
api: {paths: services/api/**, needs: shared}
worker: {paths: services/worker/**, needs: [api]}
web: web/**
release: {needs: [worker, web]}
`;

  test.each<readonly [change: Change, expected: readonly string[]]>([
    [modified('shared/a'), ['shared', 'api', 'worker', 'release']],
    [deleted('shared/a'), ['shared', 'api', 'worker', 'release']],
    [renamed('shared/a', 'elsewhere/a'), ['shared', 'api', 'worker', 'release']],
    [modified('services/api/a'), ['api', 'worker', 'release']],
    [modified('web/a'), ['web', 'release']],
    [modified('README.md'), []],
  ])('%j', async (change, expected) => expect(await on(filters, [change])).toEqual(expected));

  test('each says what it is on for', async () => {
    const { selected } = await select(filters, [modified('shared/a'), added('shared/b')]);
    expect(selected.map(({ why }) => why)).toEqual([
      { on: 'changed', cause: { path: 'shared/a', status: 'modified', pattern: 'shared/**' }, count: 2 },
      { on: 'needs', component: 'shared' },
      { on: 'needs', component: 'api' },
      { on: false },
      { on: 'needs', component: 'worker' },
    ]);
  });

  test('a circle is found and named, however long the chain', () => {
    const chain = Array.from({ length: 20_000 }, (_, index) => ({ name: `c${index}`, needs: [`c${index + 1}`] }));
    expect(cycleIn(chain)).toBeUndefined();
    expect(cycleIn([...chain, { name: 'c20000', needs: ['c19999'] }])).toEqual(['c19999', 'c20000', 'c19999']);
    expect(cycleIn([{ name: 'a', needs: ['a'] }])).toEqual(['a', 'a']);
    expect(onByNeed(chain, new Set(['c19999'])).size).toBe(19_999);
  });
});

describe('global and ignore', () => {
  test('a global file concerns every component', async () => {
    const { selected } = await select('{a: a/**, b: b/**}', [modified('go.mod')], { global: 'go.mod\n.github/**' });
    expect(selected.map(({ why }) => why)).toEqual([
      { on: 'global', cause: { path: 'go.mod', status: 'modified', pattern: 'go.mod' }, count: 1 },
      { on: 'global', cause: { path: 'go.mod', status: 'modified', pattern: 'go.mod' }, count: 1 },
    ]);
  });

  test('an ignored file concerns none, not even as a global one', async () => {
    const others = { global: '.github/**', ignore: '**/*.md\n.github/CODEOWNERS' };
    const { selected, count, ignored } = await select(
      '{a: a/**}',
      [modified('a/README.md'), modified('.github/CODEOWNERS'), modified('b')],
      others,
    );
    expect(selected.map(({ why }) => why)).toEqual([{ on: false }]);
    expect([count, ignored]).toEqual([3, 2]);
    expect(await on('{a: a/**}', [renamed('a/x.md', 'a/x.ts')], others)).toEqual(['a']);
  });

  test('ignore has exceptions', async () => {
    const others = { ignore: 'docs/**\n!docs/api/**' };
    expect(await on('{a: "**"}', [modified('docs/a')], others)).toEqual([]);
    expect(await on('{a: "**"}', [modified('docs/api/a')], others)).toEqual(['a']);
  });
});

describe('a submodule stands for all that is below it', () => {
  test.each<readonly [filters: string, expected: boolean]>([
    ['it: vendor/**', true],
    ['it: vendor/lib', true],
    ['it: vendor/lib/src/**', true],
    ["it: '**/*.c'", true],
    ["it: ['vendor/**', '!vendor/lib/docs/**']", true],
    ["it: ['vendor/**', '!vendor/lib/**']", false],
    ['it: vendor/other/**', false],
  ])('%s: %s', async (filters, expected) => {
    expect(await on(filters, [submodule('vendor/lib')])).toEqual(expected ? ['it'] : []);
  });

  test('and is not ignored for a file in it', async () => {
    expect(await on('it: vendor/**', [submodule('vendor/lib')], { ignore: 'vendor/lib/docs/**' })).toEqual(['it']);
    expect(await on('it: vendor/**', [submodule('vendor/lib')], { ignore: 'vendor/lib' })).toEqual([]);
  });
});

test('what was taken before a restart does not count', async () => {
  const selector = selectorOf(await readFilters('{a: a/**, b: b/**}', { global: 'g', ignore: 'i' }));
  for (const path of ['a/x', 'g', 'i']) selector.take(modified(path));
  selector.restart();
  selector.take(modified('b/x'));
  const { selected, count, ignored } = selector.select();
  expect(selected.map(({ why }) => why.on)).toEqual([false, 'changed']);
  expect([count, ignored]).toEqual([1, 0]);
});

test('a file is seen of a component unless all that changed of it is gone', async () => {
  const filters = '{a: a/**, b: b/**, c: {paths: c/**, status: deleted}}';
  const { selected } = await select(filters, [deleted('a/x'), modified('b/x'), deleted('c/x'), added('c/y')]);
  expect(selected.map(({ isSeen }) => isSeen)).toEqual([false, true, false]);
});

test('a file of the tree belongs to a component whichever statuses it asks for', async () => {
  const { components } = await readFilters("it: {paths: [{deleted: 'a/**'}], status: deleted, all-of: '**/*.ts'}");
  const isThere = (path: string) => isOf(components[0]!, { path, statuses: [], isSubmodule: false, isThere: true });
  expect([isThere('a/x.ts'), isThere('a/x.js'), isThere('b/x.ts')]).toEqual([true, false, false]);
});
