import { listed } from '../../src/baseline/listed.ts';
import type { State } from '../../src/store/rows.ts';
import { type Compared, carriedIn, compare, scansToday, statesIn } from '../support/compared.ts';
import { plainRows } from '../support/plain-rows.ts';
import { code, configuration, dependency, secret, told } from '../support/results.ts';

const CVE = 'CVE-2026-1001';
const GHSA = 'GHSA-aaaa-aaaa-aaaa';

const evalOf = (text: string, given: Parameters<typeof code>[0] = {}) => code({ text: `eval(${text})`, ...given });
const partial = scansToday({ a: { whole: false } });
const without = (name: string) => scansToday().filter((scan) => scan.name !== name);

type Expected = Partial<Record<State, number>> & { readonly carried?: number };

test.each<[string, Compared, Expected]>([
  ['nothing', { before: [], now: [] }, {}],
  ['the same', { before: [evalOf('x')], now: [evalOf('x')] }, { unchanged: 1 }],
  ['the same on another line', { before: [evalOf('x')], now: [evalOf('x', { line: 10 })] }, { unchanged: 1 }],
  ['one more', { before: [evalOf('x')], now: [evalOf('x'), evalOf('y')] }, { unchanged: 1, new: 1 }],
  [
    'one more like it',
    { before: [evalOf('x')], now: [evalOf('x'), evalOf('x', { line: 8 })] },
    { unchanged: 1, new: 1 },
  ],
  ['one less', { before: [evalOf('x'), evalOf('y')], now: [evalOf('y')] }, { unchanged: 1, fixed: 1 }],
  [
    'one less of three alike',
    { before: [1, 2, 3].map((line) => evalOf('x', { line })), now: [2, 3].map((line) => evalOf('x', { line })) },
    { unchanged: 2, fixed: 1 },
  ],
  ['one out, another in', { before: [evalOf('x')], now: [evalOf('y')] }, { fixed: 1, new: 1 }],
  [
    'one out, another in on the same line',
    { before: [evalOf('x', { line: 3 })], now: [evalOf('y', { line: 3 })] },
    { fixed: 1, new: 1 },
  ],
  [
    'what follows the line has changed',
    { before: [evalOf('x')], now: [evalOf('x', { lineHash: 'abcdef0123456789' })] },
    { updated: 1 },
  ],
  [
    'the same in another file that is still there',
    { before: [evalOf('x')], now: [evalOf('x', { path: 'src/b.js' })] },
    { fixed: 1, new: 1 },
  ],
  [
    'in a renamed file',
    { before: [evalOf('x')], now: [evalOf('x', { path: 'src/b.js' })], gone: ['src/a.js'] },
    { updated: 1 },
  ],
  [
    'in a renamed file, two lines alike',
    {
      before: [1, 2].map((line) => evalOf('x', { line })),
      now: [1, 2].map((line) => evalOf('x', { line, path: 'src/b.js' })),
      gone: ['src/a.js'],
    },
    { updated: 2 },
  ],
  [
    'a file that is gone, and two that it may have become',
    {
      before: [evalOf('x')],
      now: ['src/b.js', 'src/c.js'].map((path) => evalOf('x', { path })),
      gone: ['src/a.js'],
    },
    { fixed: 1, new: 2 },
  ],
  [
    'two files that are gone, and one that may be either',
    {
      before: ['src/a.js', 'src/b.js'].map((path) => evalOf('x', { path })),
      now: [evalOf('x', { path: 'src/c.js' })],
      gone: ['src/a.js', 'src/b.js'],
    },
    { fixed: 2, new: 1 },
  ],
  [
    'a file that is gone, and one that was there before',
    {
      before: [evalOf('x'), evalOf('other', { path: 'src/b.js' })],
      now: [evalOf('x', { path: 'src/b.js' }), evalOf('other', { path: 'src/b.js' })],
      gone: ['src/a.js'],
    },
    { fixed: 1, new: 1, unchanged: 1 },
  ],
  [
    'another rule on the same line',
    { before: [evalOf('x')], now: [evalOf('x', { rule: 'other' })] },
    { fixed: 1, new: 1 },
  ],
  [
    'a secret by another tool',
    { before: [secret()], now: [secret({ tool: 'TruffleHog', rule: 'AWS' })] },
    { unchanged: 1 },
  ],
  [
    'a secret in a renamed file',
    { before: [secret()], now: [secret({ path: 'b.env' })], gone: ['config.env'] },
    { updated: 1 },
  ],
  [
    'a resource on another line',
    { before: [configuration({ detail: 'b' })], now: [configuration({ detail: 'b', line: 30, text: 'other' })] },
    { unchanged: 1 },
  ],
  [
    'a newer version of the package',
    { before: [dependency([CVE], 'lodash')], now: [dependency([CVE], 'lodash', { line: 40 })] },
    { unchanged: 1 },
  ],
  [
    'a renamed lockfile',
    {
      before: [dependency([CVE], 'lodash')],
      now: [dependency([CVE], 'lodash', { path: 'web/package-lock.json', target: 'web/package-lock.json' })],
      gone: ['package-lock.json'],
    },
    { updated: 1 },
  ],
  [
    'another image, whose name is no file',
    {
      before: [dependency([CVE], 'zlib', { path: 'Dockerfile', target: 'web' })],
      now: [dependency([CVE], 'zlib', { path: 'Dockerfile', target: 'api' })],
      gone: ['web', 'Dockerfile'],
    },
    { fixed: 1, new: 1 },
  ],
  [
    'another tool today, which knows the other id, as the baseline says',
    {
      before: [dependency([CVE], 'lodash')],
      now: [dependency([GHSA], 'lodash', { tool: 'npm audit' })],
      aliases: [[CVE, GHSA]],
    },
    { unchanged: 1 },
  ],
  [
    'the id of the baseline gets a CVE today',
    { before: [dependency([GHSA], 'lodash')], now: [dependency([CVE, GHSA], 'lodash')] },
    { unchanged: 1 },
  ],
  ['gone, and its scan was partial', { before: [evalOf('x')], now: [], scans: partial }, { absent: 1, carried: 1 }],
  [
    'gone, and its scan is not named',
    { before: [evalOf('x')], now: [], scans: without('a') },
    { absent: 1, carried: 1 },
  ],
  [
    'gone, and another scan was partial',
    { before: [evalOf('x')], now: [], scans: scansToday({ b: { whole: false } }) },
    { fixed: 1 },
  ],
  [
    'gone, and one of two scans that reported it was partial',
    { before: [evalOf('x'), evalOf('x', { scan: 1 })], now: [], scans: partial },
    { absent: 1, carried: 2 },
  ],
  [
    'back after it was absent',
    { before: [told(evalOf('x'), { state: 'absent' })], now: [evalOf('x')] },
    { unchanged: 1 },
  ],
  [
    'absent, and then its scan ran whole without it',
    { before: [told(evalOf('x'), { state: 'absent' })], now: [] },
    { fixed: 1 },
  ],
  [
    'absent again',
    { before: [told(evalOf('x'), { state: 'absent' })], now: [], scans: partial },
    { absent: 1, carried: 1 },
  ],
  ['new, though its scan was partial', { before: [], now: [evalOf('x')], scans: partial }, { new: 1 }],
  [
    'still there by one tool, and the scan of the other was partial',
    {
      before: [
        dependency([CVE], 'libssl3', { source: 'openssl' }),
        dependency([CVE], 'openssl', { names: 'source', scan: 1 }),
      ],
      now: [dependency([CVE], 'openssl', { names: 'source', scan: 1 })],
      scans: partial,
    },
    { unchanged: 1, carried: 1 },
  ],
  [
    'still there by one tool, and the other no longer reports it',
    {
      before: [dependency([CVE], 'lodash'), dependency([CVE], 'lodash', { scan: 1, tool: 'Grype' })],
      now: [dependency([CVE], 'lodash', { scan: 1, tool: 'Grype' })],
    },
    { unchanged: 1 },
  ],
  [
    'gone in another format',
    { before: [evalOf('x')], now: [], scans: scansToday({ a: { form: 'bandit JSON' } }) },
    { absent: 1, carried: 0 },
  ],
  ['an unexpected scan of the baseline', { before: [evalOf('x', { scan: 9 })], now: [] }, { absent: 1, carried: 1 }],
])('%s', (_name, given, { carried = 0, ...states }) => {
  const findings = compare(given);
  expect(statesIn(findings)).toEqual(states);
  expect(carriedIn(findings)).toHaveLength(carried);
  const turned = compare({ ...given, before: given.before.toReversed(), now: given.now.toReversed() });
  expect(statesIn(turned)).toEqual(states);
});

test('everything is new without a baseline', () => {
  const findings = listed({ rows: plainRows()([evalOf('x'), evalOf('y'), secret()]), scans: scansToday() });
  expect(statesIn(findings)).toEqual({ new: 3 });
});

test('an aggregate among the scans keeps its states, unless there is a baseline', () => {
  const rows = [
    told(evalOf('x')),
    told(evalOf('y'), { state: 'new' }),
    told(evalOf('z'), { state: 'updated' }),
    told(secret(), { state: 'absent' }),
  ];
  expect(statesIn(listed({ rows: plainRows()(rows), scans: scansToday() }))).toEqual({
    unchanged: 1,
    new: 1,
    updated: 1,
    absent: 1,
  });
  expect(statesIn(compare({ before: [evalOf('y')], now: rows }))).toEqual({ unchanged: 1, new: 2, absent: 1 });
});

test('of two aggregates that differ, the state that blocks sooner holds; one that reports it holds before one that does not', () => {
  const of = (...states: readonly State[]) =>
    statesIn(listed({ rows: plainRows()(states.map((state) => told(evalOf('x'), { state }))), scans: scansToday() }));
  expect(of('unchanged', 'new')).toEqual({ new: 1 });
  expect(of('updated', 'unchanged')).toEqual({ updated: 1 });
  expect(of('absent', 'unchanged')).toEqual({ unchanged: 1 });
});

test('a format that is another is said by the name of its scan', () => {
  const scans = scansToday({ b: { form: 'bandit JSON' }, c: { form: 'Trivy JSON', whole: false } });
  expect(compare({ before: [], now: [], scans }).reformatted).toEqual(['b']);
});

test.each([
  ['lines alike that all have other neighbours', { lineHash: 'abcdef0123456789' }, []],
  ['lines alike in a renamed file', { path: 'src/b.js' }, ['src/a.js']],
])('tens of thousands of %s are paired at once', (_name, change, gone) => {
  const lines = Array.from({ length: 30_000 }, (_, at) => at + 1);
  const findings = compare({
    before: lines.map((line) => evalOf('x', { line })),
    now: lines.map((line) => evalOf('x', { line, ...change })),
    gone,
  });
  expect(statesIn(findings)).toEqual({ updated: 30_000 });
});
