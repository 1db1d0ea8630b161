import { dispatchInputs } from '../src/event/inputs.ts';
import { matches, matchesAll } from '../src/event/patterns.ts';
import { isStarted, type Trigger } from '../src/event/started.ts';
import { workflowOf } from '../src/workflows.ts';

// The examples of https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
test.each([
  ['feature/*', ['feature/my-branch', 'feature/your-branch'], ['feature/a/b', 'feature']],
  ['feature/**', ['feature/beta-a/my-branch', 'feature/your-branch', 'feature/mona/the/octocat'], ['feature']],
  ['main', ['main'], ['mains', 'a/main']],
  ['*', ['main', 'releases', 'README.md', 'server.rb', '.hidden'], ['a/b']],
  ['**', ['all/the/branches', 'every/tag', 'all/the/files.md'], []],
  ['*feature', ['mona-feature', 'feature', 'ver-10-feature'], ['feature/a']],
  ['v2*', ['v2', 'v2.0', 'v2.9'], ['v1']],
  ['v[12].[0-9]+.[0-9]+', ['v1.10.1', 'v2.0.0'], ['v3.0.0', 'v1..1', 'v1.a.1']],
  ['*.jsx?', ['page.js', 'page.jsx'], ['page.jsxx', 'a/page.js']],
  ['*.js', ['app.js', 'index.js'], ['appxjs', 'js/index.js']],
  ['**.js', ['index.js', 'js/index.js', 'src/js/app.js'], ['index.jsx']],
  ['docs/*', ['docs/README.md', 'docs/file.txt'], ['docs/a/b.md']],
  ['docs/**', ['docs/README.md', 'docs/mona/octocat.txt'], ['docs', 'a/docs/b']],
  ['docs/**/*.md', ['docs/README.md', 'docs/mona/hello-world.md', 'docs/a/markdown/file.md'], ['docs/a.txt']],
  ['**/docs/**', ['docs/hello.md', 'dir/docs/my-file.txt', 'space/docs/plan/space.doc'], ['mydocs/a.md']],
  ['**/README.md', ['README.md', 'js/README.md'], ['xREADME.md']],
  ['**/*src/**', ['a/src/app.js', 'my-src/code/js/app.js'], ['src-a/b']],
  ['**/*-post.md', ['my-post.md', 'path/their-post.md'], ['post.md']],
  ['**/migrate-*.sql', ['migrate-10909.sql', 'db/migrate-v1.0.sql', 'db/sept/migrate-v1.sql'], ['db/migrate.sql']],
  ['a\\*b', ['a*b'], ['axb']],
  ['a(b)|c$', ['a(b)|c$'], ['ab']],
  ['+1', ['+1'], ['1']],
])('the pattern %s', (pattern, those, others) => {
  expect(those.filter((name) => !matches(pattern, name))).toEqual([]);
  expect(others.filter((name) => matches(pattern, name))).toEqual([]);
});

test('the order of patterns decides', () => {
  const names = ['hello.md', 'README.md', 'README.doc', 'docs/hello.md'];
  expect(names.filter((name) => matchesAll(['*.md', '!README.md'], name))).toEqual(['hello.md']);
  expect(names.filter((name) => matchesAll(['*.md', '!README.md', 'README*'], name))).toEqual(names.slice(0, 3));
  const branches = ['releases/10', 'releases/beta/mona', 'releases/10-alpha', 'releases/beta/3-alpha'];
  expect(branches.filter((name) => matchesAll(['releases/**', '!releases/**-alpha'], name))).toEqual(
    branches.slice(0, 2),
  );
});

const pushTo = (ref: string, ...paths: readonly string[]): Trigger => ({ event: 'push', ref, paths });
const main = pushTo('refs/heads/main', 'src/a.js', 'docs/b.md');
const tag: Trigger = { event: 'push', ref: 'refs/tags/v1.2.3' };
const pull: Trigger = { ...main, event: 'pull_request', action: 'synchronize' };
const many = Array.from({ length: 300 }, (_, index) => `docs/${index}.md`);

test.each<readonly [string, string, Trigger, boolean]>([
  ['a push', 'push', main, true],
  ['a list', '[push, pull_request]', main, true],
  ['another event', 'pull_request', main, false],
  ['an event without filters', '{ push: }', main, true],
  ['its branch', '{ push: { branches: [main] } }', main, true],
  ['one branch as a text', '{ push: { branches: main } }', main, true],
  ['another branch', '{ push: { branches: [release/**] } }', main, false],
  ['a branch taken back', '{ push: { branches: ["**", "!main"] } }', main, false],
  ['a branch ignored', '{ push: { branches-ignore: [main] } }', main, false],
  ['another ignored', '{ push: { branches-ignore: [topic/**] } }', main, true],
  ['only tags, and a branch', '{ push: { tags: ["v*"] } }', main, false],
  ['only tags that are ignored, and a branch', '{ push: { tags-ignore: ["v*"] } }', main, false],
  ['only branches, and a tag', '{ push: { branches: ["**"] } }', tag, false],
  ['its tag', '{ push: { tags: [v1.**] } }', tag, true],
  ['both, and a tag', '{ push: { branches: [main], tags: ["v*"] } }', tag, true],
  ['a tag ignored', '{ push: { branches: [main], tags-ignore: ["v*"] } }', tag, false],
  ['neither, and a tag', 'push', tag, true],
  ['paths, and a tag', '{ push: { paths: [src/**] } }', tag, true],
  ['a path', '{ push: { paths: [src/**] } }', main, true],
  ['no such path', '{ push: { paths: [lib/**] } }', main, false],
  ['a path taken back', '{ push: { paths: ["**", "!src/**", "!docs/**"] } }', main, false],
  ['some paths ignored', '{ push: { paths-ignore: [docs/**] } }', main, true],
  ['all paths ignored', '{ push: { paths-ignore: [docs/**, src/**] } }', main, false],
  ['nothing changed', '{ push: { paths-ignore: [docs/**] } }', pushTo('refs/heads/main'), false],
  ['nothing changed, and no filter', 'push', pushTo('refs/heads/main'), true],
  ['a path among many', '{ push: { paths: [src/**] } }', pushTo('refs/heads/main', ...many.slice(1), 'src/a'), true],
  ['a path behind 300', '{ push: { paths: [src/**] } }', pushTo('refs/heads/main', ...many, 'src/a'), false],
  ['more commits than are looked at', '{ push: { paths: [x] } }', { event: 'push', ref: 'refs/heads/main' }, true],
  ['branch and path', '{ push: { branches: [main], paths: [src/**] } }', main, true],
  ['branch and no path', '{ push: { branches: [main], paths: [x] } }', main, false],
  ['path and no branch', '{ push: { branches: [x], paths: [src/**] } }', main, false],
  ['a pull request into its branch', '{ pull_request: { branches: [main] } }', pull, true],
  ['one into another', '{ pull_request: { branches: [release] } }', pull, false],
  ['one with a path', '{ pull_request: { paths: [docs/**] } }', pull, true],
  ['one of other types', '{ pull_request: { types: [opened, closed] } }', pull, false],
  ['one of its type', '{ pull_request: { types: [synchronize] } }', pull, true],
  ['one type as a text', '{ pull_request: { types: synchronize } }', pull, true],
  ['one that is closed', 'pull_request', { ...pull, action: 'closed' }, false],
  ['one that is closed, with filters', '{ pull_request: { branches: [main] } }', { ...pull, action: 'closed' }, false],
])('on: %s', (_, on, trigger, expected) => {
  expect(isStarted(workflowOf('w.yml', `on: ${on}\n`), trigger)).toBe(expected);
});

const declared = `on:
  workflow_dispatch:
    inputs:
      level: { type: choice, options: [info, debug], required: true }
      dry: { type: boolean, default: true }
      really: { type: boolean }
      count: { type: number, default: 3 }
      where: { type: environment }
      note: { type: string }
      plain:
`;
const take = (given: Record<string, string>, text = declared) => dispatchInputs(workflowOf('w.yml', text), given);

test('inputs of a dispatch have their defaults and types', () => {
  expect(take({ level: 'debug', where: 'beta' })).toEqual({
    refusals: [],
    texts: { level: 'debug', dry: 'true', count: '3', where: 'beta' },
    values: { level: 'debug', dry: true, really: false, count: '3', where: 'beta', note: '', plain: '' },
  });
  expect(take({ level: 'info', dry: 'false' }).values).toMatchObject({ dry: false });
  expect(take({}, 'on: [push, workflow_dispatch]\n')).toEqual({ refusals: [], texts: {}, values: {} });
});

test.each([
  [{}, /^Required input 'level' not provided$/],
  [{ level: '' }, /^Required input 'level' not provided$/],
  [
    { level: 'loud' },
    /^Provided value 'loud' for input 'level' not in the list of allowed values, which are info, debug/,
  ],
  [{ level: 'info', dry: 'yes' }, /'yes' for input 'dry' is neither true nor false/],
  [{ level: 'info', count: 'many' }, /'many' for input 'count' is no number/],
  [{ level: 'info', a: '1', b: '2' }, /^Unexpected inputs provided: \["a","b"\]; the workflow has level, dry, /],
  [{ level: 'info', note: 'x'.repeat(66_000) }, /can have 65,535/],
] as const)('GitHub refuses the inputs %j', (given, message) => {
  expect(take(given).refusals).toEqual([expect.stringMatching(message)]);
});

test('GitHub refuses a default that is none of the options, and more than 25 inputs', () => {
  const wrong = 'on: { workflow_dispatch: { inputs: { a: { type: choice, options: [x], default: y } } } }\n';
  expect(take({}, wrong).refusals).toEqual([expect.stringContaining("'y' for input 'a' not in the list")]);
  const inputs = Array.from({ length: 26 }, (_, index) => `i${index}: {}`).join(', ');
  expect(take({}, `on: { workflow_dispatch: { inputs: { ${inputs} } } }\n`).refusals).toEqual([
    expect.stringContaining('has 26 inputs, and can have 25'),
  ]);
});
