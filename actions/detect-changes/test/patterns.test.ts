import { createRequire } from 'node:module';
import { type Pattern, patternOf } from '../src/components/pattern.ts';
import { bytesOf } from '../src/paths.ts';

// It has no types.
const picomatch: (pattern: string, options: object) => (path: string) => boolean = createRequire(import.meta.url)(
  'picomatch',
);

function read(text: string): Pattern {
  const pattern = patternOf(text);
  if ('message' in pattern) throw new Error(`${text} ${pattern.message}`);
  return pattern;
}

/** Which of the paths a pattern matches. */
function matched(pattern: string, paths: readonly string[]): readonly string[] {
  const { glob } = read(pattern);
  return paths.filter((path) => glob.matches(bytesOf(path)));
}

describe('a folder means all that is below it, however it is written', () => {
  test.each(['src', 'src/', 'src/**', '/src', '/src/', './src', './src/**', '//src', 'src/**/', '{src,none}'])(
    '%s',
    (pattern) => {
      const inside = ['src/a.ts', 'src/deep/er/.hidden', 'src'];
      expect(matched(pattern, [...inside, 'srcs/a.ts', 'a/src/b', 'Src/a.ts', 'source'])).toEqual(inside);
    },
  );
});

test.each<readonly [pattern: string, matches: readonly string[], others: readonly string[]]>([
  ['**', ['a', '.a', 'a/b/c', '-rf', 'a\nb/c'], []],
  ['*', ['a', '.env', 'a b', 'a\nb'], ['a/b']],
  ['.', ['a', 'a/b'], []],
  ['*.md', ['a.md', '.md', '.a.md'], ['docs/a.md', 'a.mdx', 'a.md/b']],
  ['**/*.md', ['a.md', 'docs/deep/a.md', 'docs/.md', 'a/\n.md'], ['a.mdx', 'a.md/b']],
  ['docs/**/*.md', ['docs/a.md', 'docs/a/b/c.md'], ['a.md', 'x/docs/a.md', 'docs.md']],
  ['services/*', ['services/a'], ['services/a/b', 'services']],
  ['services/*/', ['services/a/b', 'services/a/b/c'], ['services/a', 'services']],
  ['services/*/**', ['services/a/b', 'services/a/b/c'], ['services/a']],
  [
    'services/*/src',
    ['services/a/src', 'services/a/src/b/c'],
    ['services/a/srcs', 'services/src/a', 'services/a/b/src'],
  ],
  ['**/node_modules', ['node_modules/a', 'a/b/node_modules/c'], ['a/node_modules.txt']],
  ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b/z', 'a/b/b'], ['a/xb', 'ab']],
  ['a/**/b/*.c', ['a/b/x.c', 'a/b/b/x.c', 'a/b/x/b/y.c'], ['a/b/x/y.c']],
  ['a**b', ['ab', 'axxb'], ['a/b']],
  ['?.ts', ['a.ts', '..ts', '\n.ts'], ['.ts', 'ab.ts', '/.ts']],
  ['?', ['é', '猫', '😀', 'e'], ['éé']],
  ['caf?.txt', ['café.txt'], ['caf.txt', 'caféé.txt']],
  ['[a-c]x', ['ax', 'cx'], ['dx', 'x', '-x']],
  ['[!a-c]x', ['dx', '\nx', 'éx'], ['ax', '/x', 'x']],
  ['[^a]', ['b'], ['a']],
  ['[]a]', [']', 'a'], ['b']],
  ['[a-]', ['a', '-'], ['b']],
  ['[é猫]', ['é', '猫'], ['e']],
  ['[\\]x]', [']', 'x'], ['\\']],
  ['[', ['['], ['a']],
  ['a[b', ['a[b', 'a[b/c'], ['ab']],
  ['app/[id]/page.tsx', ['app/[id]/page.tsx', 'app/i/page.tsx'], ['app/id/page.tsx']],
  ['app/[[...slug]]', ['app/[[...slug]]'], []],
  ['app/(group)/**', ['app/(group)/a'], ['app/group/a']],
  ['\\*', ['*', '*/a'], ['a']],
  ['\\!important', ['!important'], ['important']],
  ['\\#a', ['#a'], ['a']],
  ['a\\[b\\]', ['a[b]'], ['ab']],
  ['*.{ts,tsx}', ['a.ts', 'a.tsx'], ['a.tsxx', 'a.{ts,tsx}']],
  ['{a,b}/{c,d}', ['a/c', 'b/d/e'], ['a/b']],
  ['{a/b,c}/d', ['a/b/d', 'c/d'], ['a/d']],
  ['{,x/}a', ['a', 'x/a'], ['xa']],
  ['a{1..3}', ['a1', 'a3'], ['a4', 'a1..3']],
  ['a{09..11}', ['a09', 'a10'], ['a9']],
  ['{a..c}x', ['ax', 'cx'], ['dx']],
  ['{a,{b,c}d}', ['a', 'bd', 'cd'], ['b']],
  ['{a}', ['{a}'], ['a']],
  ['\\{a,b}', ['{a,b}'], ['a']],
  ['a,b', ['a,b'], ['a']],
  ['a b/"c"', ['a b/"c"'], []],
  ['-rf', ['-rf', '-rf/a'], ['./-rf']],
  ['*a*b*c', ['abc', 'xaybzc', 'abcabc'], ['acb', 'abcd']],
  ['*/*', ['a/b'], ['a', 'a/b/c']],
  ['.github/**', ['.github/workflows/a.yml'], ['github/a']],
  ['+page.svelte', ['+page.svelte'], ['page.svelte']],
])('%s', (pattern, matches, others) => {
  expect(matched(pattern, [...matches, ...others])).toEqual(matches);
});

test('bytes that are no UTF-8 are characters, each one', () => {
  const path = 'src/\xff\xfe.ts';
  for (const pattern of ['src/**', 'src/*.ts', 'src/??.ts', '**/*.ts', '**', 'src/[!a][!a].ts'])
    expect([pattern, read(pattern).glob.matches(path)]).toEqual([pattern, true]);
  for (const pattern of ['src/?.ts', 'src/???.ts', 'src/ÿþ.ts'])
    expect([pattern, read(pattern).glob.matches(path)]).toEqual([pattern, false]);
});

test('a pattern in letters beyond ASCII matches their bytes', () => {
  expect(matched('docs/größe', ['docs/größe/a', 'docs/grösse/a'])).toEqual(['docs/größe/a']);
  expect(matched('**/*.größe', ['a/b.größe'])).toEqual(['a/b.größe']);
});

describe('what reaches into a submodule', () => {
  test.each([
    ['vendor/lib/src/**', true],
    ['vendor/*/src/a.c', true],
    ['**/*.c', true],
    ['vendor/lib', true],
    ['vendor/other/src', false],
    ['vendor/*', false],
    ['src/**', false],
  ])('%s: %s', (pattern, expected) => {
    const { glob } = read(pattern);
    expect(glob.matches('vendor/lib') || glob.reachesBelow('vendor/lib')).toBe(expected || pattern === 'vendor/*');
    expect(glob.reachesBelow('vendor/lib')).toBe(expected);
  });
});

describe('what can never match', () => {
  test.each([
    ['', 'is empty'],
    ['!', 'is empty'],
    ['  ', 'is empty'],
    ['../shared/**', '`..`'],
    ['src/../b', '`..`'],
    ['src/{..,a}/b', '`..`'],
    ['src/./b', '`.`'],
    ['src//b', '`//`'],
    ['C:\\src', 'root of the repository'],
    ['C:/src/**', 'root of the repository'],
    ['~/src', 'root of the repository'],
    ['/home/runner/work/app/app/src/**', 'root of the repository'],
    ['src\\', 'backslash'],
    ['.git/config', 'git does not record'],
    [' src', 'white space'],
    ['src ', 'white space'],
    ['src/\0', 'NUL'],
    ['src/@(a|b)', 'extended globs'],
    ['src/!(a)', 'extended globs'],
    ['!(a|b)', 'extended globs'],
    ['+(a|b)/c', 'extended globs'],
    ['[[:alpha:]]', 'named classes'],
    ['{1..2000}', '1000'],
    ['{a,b}'.repeat(12), '1000'],
  ])('%j is refused', (pattern, says) => {
    const found = patternOf(pattern, { workspace: '/home/runner/work/app/app' });
    expect('message' in found && found.message).toContain(says);
  });
});

/** A generator of pseudo-random numbers: https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

test('of patterns that both understand it says what picomatch says', () => {
  const pick = dice(7);
  const words = ['a', 'b', 'ab', '.a', 'a.ts', 'b.md'];
  const wilds = ['**', '*', '?', 'a*', '*.ts', '*b*', '{a,b}', '[ab]', '*.{ts,md}', '**', '?b'];
  const paths = Array.from({ length: 400 }, () =>
    Array.from({ length: 1 + pick(4) }, () => words[pick(words.length)]).join('/'),
  );
  let matches = 0;
  for (let count = 0; count < 1500; count += 1) {
    const names = Array.from({ length: 1 + pick(4) }, () =>
      pick(2) ? words[pick(words.length)] : wilds[pick(wilds.length)],
    );
    // A wildcard in the last name, so that it is no folder; and picomatch takes `a*` + `/**` for `a*` itself, too.
    const last = ['*', '*.ts', '?b', 'a*', '[ab]', '{a*,b*}'][pick(6)];
    const pattern = [...names, last].join('/');
    const theirs = picomatch(pattern, { dot: true });
    const found = matched(pattern, paths);
    matches += found.length;
    expect([pattern, found]).toEqual([pattern, paths.filter((path) => theirs(path))]);
  }
  expect(matches).toBeGreaterThan(1000);
});

test('a name that was made for it takes no longer: time grows with the lengths, not with the stars', () => {
  const stars = `${'*-'.repeat(20)}.x`;
  const globstars = `${'**/a/'.repeat(12)}x`;
  const started = performance.now();
  for (let count = 0; count < 50; count += 1) {
    expect(matched(stars, [`${'-'.repeat(250)}.y`])).toEqual([]);
    expect(matched(globstars, [`${'a/'.repeat(1000)}y`])).toEqual([]);
  }
  // By going back to every star it would take longer than the universe is old.
  expect(performance.now() - started).toBeLessThan(5_000);
});
