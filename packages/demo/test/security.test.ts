import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { madeUpToken, pushes } from '../src/security/pushes.ts';
import { filesOf, isAsTold } from '../src/security/run-push.ts';
import { scan, scansInput } from '../src/security/scanners.ts';
import { root } from '../src/stage/checkout.ts';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'security-'));
  mkdirSync(path.join(scratch, 'reports'));
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

/** What the scanners say of a push. */
async function scanned(push: (typeof pushes)[number]) {
  const workspace = path.join(scratch, 'offers');
  for (const [file, text] of Object.entries(filesOf(push))) {
    mkdirSync(path.dirname(path.join(workspace, file)), { recursive: true });
    writeFileSync(path.join(workspace, file), text);
  }
  return scan(workspace, path.join(scratch, 'reports'), new AbortController().signal);
}

test('a push is the example’s sources, with its layers above and nothing else of the folder', () => {
  const [first, , last] = pushes.map(filesOf);
  expect(Object.keys(last ?? {}).sort()).toEqual([
    'eslint.config.mjs',
    'package-lock.json',
    'package.json',
    'src/book_of_the_day.py',
    'src/offers.mjs',
  ]);
  expect(first?.['.npmrc']).toContain('npm.invalid');
  expect(first?.['src/shop.mjs']).toContain(madeUpToken);
});

test.each([
  [0, [1, 1, 1, 1], 'ENOTFOUND'],
  [1, [1, 1, 1, 1], 'GHSA-j8xg-fqg3-53r7'],
  [2, [0, 1, 0, 1], 'GHSA-j8xg-fqg3-53r7'],
])('of push %i the scanners end as they must, and no report has the token', async (index, codes, audit) => {
  const all = await scanned(pushes[index]!);
  expect(all.map(({ exitCode }) => exitCode)).toEqual(codes);
  const texts = all.map(({ report }) => readFileSync(report, 'utf8'));
  expect(texts.map(({ length }) => length > 0)).toEqual([true, true, true, true]);
  expect(texts.filter((text) => text.includes(audit))).toHaveLength(1);
  // ESLint's has the whole text of a file that it finds something in, and the token is in another.
  expect(texts.join('\n')).not.toContain(madeUpToken);
});

test('the gate is told of each scan its report and how it ended, and of npm audit the lockfile', () => {
  const input = scansInput([
    { name: 'eslint', report: '/r/eslint.json', exitCode: 0, bytes: 2 },
    { name: 'npm-audit', report: '/r/npm.json', exitCode: 1, bytes: 2, manifest: 'package-lock.json' },
  ]);
  expect(JSON.parse(input)).toEqual({
    eslint: { report: '/r/eslint.json', outcome: 'success' },
    'npm-audit': { report: '/r/npm.json', outcome: 'failure', manifest: 'package-lock.json' },
  });
});

test.each([
  ['verdict', { verdict: 'block' }],
  ['upload', { upload: 'rejected' }],
  ['alerts', { alerts: ['B311'] }],
] as const)('another %s than told is seen', (_, other) => {
  const { expected } = pushes[2]!;
  expect(isAsTold(expected, expected)).toBe(true);
  expect(isAsTold(expected, { ...expected, ...other })).toBe(false);
});

test('the scanners are started as the example’s workflow starts them', () => {
  const workflow = readFileSync(path.join(root, 'examples/security/.github/workflows/security.yml'), 'utf8');
  const source = readFileSync(path.join(root, 'packages/demo/src/security/scanners.ts'), 'utf8');
  for (const tool of ['eslint@10.15.0', 'bandit==1.9.4', 'gitleaks/v8@v8.30.1']) {
    expect(workflow).toContain(tool);
    expect(source).toContain(tool);
  }
});
