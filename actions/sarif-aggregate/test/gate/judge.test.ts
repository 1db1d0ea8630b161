import { decisionsOf } from '../../src/gate/decisions.ts';
import { PARTS } from '../../src/identity/identity.ts';
import { gathering } from '../../src/store/gathered.ts';
import type { Fate, Row } from '../../src/store/rows.ts';
import { scansToday } from '../support/compared.ts';
import { accepting, judged } from '../support/judged.ts';
import { plainRows } from '../support/plain-rows.ts';
import { code, configuration, dependency, license, secret, severity, told } from '../support/results.ts';

const CVE = 'CVE-2026-1001';
const GHSA = 'GHSA-aaaa-aaaa-aaaa';

const low = severity('low');
const medium = severity('medium');
const unknown = severity('unknown');
const x = code({ text: 'x' });

/** The identity of a row that stands alone. */
function identityOf(row: Row): string {
  const { findings, findingOf } = judged({ rows: [row] });
  return findings.identity(findingOf(0));
}

test.each<[string, Parameters<typeof judged>[0], string]>([
  ['nothing', { rows: [] }, 'pass'],
  ['a high one', { rows: [x] }, 'block'],
  ['a medium one', { rows: [code({ severity: medium })] }, 'pass'],
  ['a medium one, from medium on', { rows: [code({ severity: medium })], failOn: 'medium' }, 'block'],
  ['an unknown one', { rows: [code({ severity: unknown })], failOn: 'critical' }, 'block'],
  ['an unknown one that counts as low', { rows: [code({ severity: unknown })], unknownAs: 'low' }, 'pass'],
  [
    'an unknown one beside a low one of the same finding',
    { rows: [dependency([CVE], 'x', { severity: low }), dependency([CVE], 'x', { severity: unknown })] },
    'block',
  ],
  ['what has no severity', { rows: [code({ severity: severity('none') })], failOn: 'low', failOnNew: 'low' }, 'pass'],
  ['a low secret', { rows: [secret({ severity: low })], failOn: 'never' }, 'block'],
  ['a secret, where secrets are not judged', { rows: [secret()], kinds: ['code'] }, 'pass'],
  ['a linter', { rows: [code({ kind: 'lint' })] }, 'pass'],
  ['a linter that is judged', { rows: [code({ kind: 'lint' })], kinds: ['lint'] }, 'block'],
  ['a license that is judged', { rows: [license('GPL-3.0', 'x')], kinds: ['license'] }, 'block'],
  ['a new one, low', { rows: [code({ severity: low })], failOnNew: 'low' }, 'block'],
  ['an old one, low', { rows: [code({ text: 'x', severity: low })], before: [x], failOnNew: 'low' }, 'pass'],
  [
    'one that has moved, low',
    { rows: [code({ text: 'x', lineHash: 'ab', severity: low })], before: [x], failOnNew: 'low' },
    'pass',
  ],
  ['what its tool suppresses', { rows: [code({ suppressed: 'reviewed' })] }, 'pass'],
  [
    'what one of two tools suppresses',
    { rows: [dependency([CVE], 'x', { suppressed: '' }), dependency([CVE], 'x')] },
    'block',
  ],
  [
    'the severity that a suppressed result gives',
    { rows: [dependency([CVE], 'x', { suppressed: '' }), dependency([CVE], 'x', { severity: low })] },
    'block',
  ],
  ['what the baseline alone has', { rows: [], before: [x] }, 'pass'],
  ['what is absent', { rows: [], before: [x], scans: scansToday({ a: { whole: false } }) }, 'pass'],
  ['what an aggregate says is absent', { rows: [told(x, { state: 'absent' })] }, 'pass'],
  ['absent by one aggregate and reported by a tool', { rows: [told(x, { state: 'absent' }), x] }, 'block'],
])('%s: %s', (_name, given, verdict) => {
  expect(judged(given).verdict).toBe(verdict);
  expect(judged({ ...given, rows: given.rows.toReversed() }).verdict).toBe(verdict);
  expect(judged({ ...given, incomplete: true, enforce: false })).toMatchObject({ verdict: 'incomplete', green: false });
  expect(judged({ ...given, enforce: false })).toMatchObject({ verdict, green: true });
});

test.each<[string, Row, Readonly<Record<string, string>>, Fate]>([
  ['its identity', x, { identity: identityOf(x) }, 'accepted'],
  ['another identity', code({ text: 'y' }), { identity: identityOf(x) }, 'open'],
  ['rule and path', x, { rule: 'no-eval', path: 'src/a.js' }, 'accepted'],
  ['the rule in another path', x, { rule: 'no-eval', path: 'src/b.js' }, 'open'],
  ['a folder, which is no path of it', x, { rule: 'no-eval', path: 'src' }, 'open'],
  ['a glob, which is no path', x, { rule: 'no-eval', path: '**' }, 'open'],
  ['another rule', x, { rule: 'no-exec', path: 'src/a.js' }, 'open'],
  ['the rule with the old prefix', configuration(), { rule: 'AVD-AWS-0086', path: 'main.tf' }, 'accepted'],
  ['advisory and package', dependency([CVE], 'lodash'), { advisory: CVE, package: 'lodash' }, 'accepted'],
  [
    'the advisory in small letters',
    dependency([CVE], 'lodash'),
    { advisory: 'cve-2026-1001', package: 'lodash' },
    'accepted',
  ],
  ['another id of the advisory', dependency([CVE, GHSA], 'lodash'), { advisory: GHSA, package: 'lodash' }, 'accepted'],
  ['another package', dependency([CVE], 'lodash'), { advisory: CVE, package: 'lodash-es' }, 'open'],
  ['another advisory', dependency([CVE], 'lodash'), { advisory: 'CVE-2026-1002', package: 'lodash' }, 'open'],
  [
    'one of several CVEs',
    dependency(['RHSA-2026:1', CVE, 'CVE-2026-1002'], 'x'),
    { advisory: CVE, package: 'x' },
    'open',
  ],
  [
    'the id that covers them',
    dependency(['RHSA-2026:1', CVE, 'CVE-2026-1002'], 'x'),
    { advisory: 'RHSA-2026:1', package: 'x' },
    'accepted',
  ],
  [
    'the source package of a binary one',
    dependency([CVE], 'libssl3', { source: 'openssl' }),
    { advisory: CVE, package: 'openssl' },
    'open',
  ],
  [
    'a purl',
    dependency([CVE], '@babel/core', { type: 'npm' }),
    { advisory: CVE, package: 'pkg:npm/%40babel/core@7.0.0' },
    'accepted',
  ],
  ['a secret by its identity', secret(), { identity: identityOf(secret()) }, 'accepted'],
  ['a secret by rule and path', secret(), { rule: 'aws-key', path: 'config.env' }, 'open'],
])('an entry with %s', (_name, row, entry, fate) => {
  const judgement = judged({ rows: [row], accept: accepting(entry) });
  expect(judgement.fate(0)).toBe(fate);
  expect(judgement.verdict).toBe(fate === 'open' ? 'block' : 'pass');
  expect(judgement.unused).toHaveLength(fate === 'open' ? 1 : 0);
});

test('an entry by identity holds when another tool knows more ids', () => {
  const alone = dependency([GHSA], 'lodash', { tool: 'npm audit' });
  const accept = accepting({ identity: identityOf(alone) });
  expect(judged({ rows: [alone, dependency([CVE, GHSA], 'lodash')], accept }).verdict).toBe('pass');
});

test.each<[string, Fate, string]>([
  ['2026-11-30', 'accepted', 'pass'],
  ['2026-11-29', 'accepted', 'pass'],
  ['2026-11-28', 'open', 'block'],
])('an entry until %s: %s', (expiry, fate, verdict) => {
  const accept = accepting({ rule: 'no-eval', path: 'src/a.js', expiry });
  const judgement = judged({ rows: [x], accept });
  expect(judgement.fate(0)).toBe(fate);
  expect(judgement.verdict).toBe(verdict);
  expect(judgement.expired).toEqual(fate === 'open' ? [{ entry: accept[0], findings: 1 }] : []);
  expect(judgement.unused).toEqual([]);
});

test('an entry is not unused while what it names is only absent, and it is when that is fixed', () => {
  const accept = accepting({ identity: identityOf(x) }, { rule: 'no-eval', path: 'src/a.js' });
  const partial = scansToday({ a: { whole: false } });
  expect(judged({ rows: [], before: [x], scans: partial, accept }).unused).toEqual([]);
  expect(judged({ rows: [], before: [x], accept }).unused).toEqual(accept);
});

test.each<[string, Row, Parameters<typeof judged>[0]['exclude'], Fate]>([
  ['a path', x, [{ path: 'src/**' }], 'excluded'],
  ['a hidden path', code({ path: 'src/.x/a.js' }), [{ path: 'src/**' }], 'excluded'],
  ['another path', x, [{ path: 'test/**' }], 'open'],
  ['one star in a path', code({ path: 'src/a/b.js' }), [{ path: 'src/*' }], 'open'],
  ['a rule', x, [{ rule: 'no-*' }], 'excluded'],
  ['a rule with a slash', code({ rule: 'fs/cantRead' }), [{ rule: 'fs*' }], 'excluded'],
  ['a rule with brackets', code({ rule: 'name[casing]' }), [{ rule: 'name[casing]' }], 'excluded'],
  ['path and rule', x, [{ path: 'src/**', rule: 'no-eval' }], 'excluded'],
  ['a path, and a rule that differs', x, [{ path: 'src/**', rule: 'other' }], 'open'],
  ['the second of two', x, [{ path: 'test/**' }, { rule: 'no-eval' }], 'excluded'],
  ['all paths, of a result without a place', { ...x, path: '' }, [{ path: '**' }], 'open'],
  ['a secret', secret(), [{ path: '**' }, { rule: '*' }], 'open'],
])('an exclusion of %s', (_name, row, exclude, fate) => {
  const judgement = judged({ rows: [row], exclude: exclude ?? [] });
  expect(judgement.fate(0)).toBe(fate);
  expect(judgement.verdict).toBe(fate === 'open' ? 'block' : 'pass');
});

test('each result has one fate with its reason: the tool first, then an entry, then an exclusion', () => {
  const rows = [
    code({ text: 'x', suppressed: 'reviewed' }),
    x,
    code({ text: 'y', rule: 'other' }),
    code({ path: 'b.js' }),
  ];
  const accept = accepting({ rule: 'no-eval', path: 'src/a.js' });
  const exclude = [{ path: 'src/**' }];
  const { fate, reason } = judged({ rows, accept, exclude });
  expect(rows.map((_, row) => fate(row))).toEqual(['suppressed', 'accepted', 'excluded', 'open']);
  expect(rows.map((_, row) => reason(row))).toEqual([
    { fate: 'suppressed', reason: 'reviewed' },
    { fate: 'accepted', entry: accept[0] },
    { fate: 'excluded', exclusion: exclude[0] },
    undefined,
  ]);
});

describe('what a change newly closes', () => {
  const newlyIn = (given: Parameters<typeof judged>[0]) => {
    const { newly } = judged(given);
    return { suppressed: newly.suppressed.length, accepted: newly.accepted.length, excluded: newly.excluded.length };
  };
  const none = { suppressed: 0, accepted: 0, excluded: 0 };
  const suppressed = code({ text: 'x', suppressed: 'x' });
  const accept = accepting({ rule: 'no-eval', path: 'src/a.js' });
  test.each<[string, Parameters<typeof judged>[0], object]>([
    ['open before, suppressed now', { rows: [suppressed], before: [x] }, { suppressed: 1 }],
    ['suppressed before and now', { rows: [suppressed], before: [told(x, { fate: 'suppressed' })] }, {}],
    ['suppressed from the start', { rows: [suppressed], before: [] }, { suppressed: 1 }],
    ['open before, accepted now', { rows: [x], before: [x], accept }, { accepted: 1 }],
    ['open before, excluded now', { rows: [x], before: [x], exclude: [{ rule: '*' }] }, { excluded: 1 }],
    ['suppressed before, accepted now', { rows: [x], before: [told(x, { fate: 'suppressed' })], accept }, {}],
    ['still open by another tool', { rows: [suppressed, x], before: [x] }, {}],
    ['gone', { rows: [], before: [told(x, { fate: 'suppressed' })] }, {}],
    ['no baseline', { rows: [suppressed] }, {}],
  ])('%s', (_name, given, expected) => {
    expect(newlyIn(given)).toEqual({ ...none, ...expected });
  });
});

test('the rules that decided are told in order, the worst findings first', () => {
  const rows = [
    secret({ severity: low }),
    code({ text: 'a', severity: severity('critical') }),
    code({ text: 'b' }),
    code({ text: 'c', severity: medium }),
    code({ text: 'd', severity: low }),
  ];
  const judgement = judged({ rows, failOnNew: 'medium' });
  const { findings, findingOf } = judgement;
  expect(judgement.deciding.map(({ cause, findings: own }) => [cause, [...own]])).toEqual([
    ['secret', [findingOf(0)]],
    ['fail-on', [findingOf(1), findingOf(2)]],
    ['fail-on-new', [findingOf(3)]],
  ]);
  expect(judgement.blocking).toBe(4);
  expect(findings.cause(findingOf(4))).toBeUndefined();
});

test('findings are counted by any words together', () => {
  const { count } = judged({
    rows: [
      secret(),
      code({ text: 'a' }),
      code({ text: 'b', severity: low }),
      code({ text: 'b', severity: medium, suppressed: '' }),
    ],
    before: [x, code({ text: 'a' })],
  });
  expect(count({})).toBe(4);
  expect(count({ kind: 'code' })).toBe(3);
  expect(count({ kind: 'code', state: 'new' })).toBe(1);
  expect(count({ state: 'fixed' })).toBe(1);
  expect(count({ severity: 'medium' })).toBe(1);
  expect(count({ severity: 'low' })).toBe(0);
  expect(count({ fate: 'open', state: 'unchanged', severity: 'high', kind: 'code' })).toBe(1);
});

test('nothing more than one more result ever lets pass what blocked', () => {
  const kinds = ['code', 'secret', 'lint'] as const;
  const words = ['none', 'low', 'high', 'unknown'] as const;
  const rows: readonly Row[] = kinds.flatMap((kind) =>
    words.flatMap((word) =>
      ['x', 'y'].flatMap((text) => [
        code({ kind, text, severity: severity(word) }),
        code({ kind, text, severity: severity(word), suppressed: '' }),
      ]),
    ),
  );
  const before = [x];
  let blocked = 0;
  for (const failOnNew of ['never', 'low'] as const) {
    for (const one of rows) {
      const alone = judged({ rows: [one], before, failOnNew });
      if (alone.verdict !== 'block') continue;
      blocked += 1;
      for (const other of rows) {
        const together = judged({ rows: [one, other], before, failOnNew });
        if (together.verdict !== 'block') expect({ one, other, failOnNew }).toBe('blocked');
      }
    }
  }
  expect(blocked).toBeGreaterThan(20);
});

test('ids that are one are carried on while a finding is about them', () => {
  const rows = [dependency([CVE, GHSA], 'lodash')];
  expect(judged({ rows, before: rows }).aliases).toEqual([[CVE, GHSA]]);
  expect(judged({ rows: [dependency([GHSA], 'lodash')], before: rows }).aliases).toEqual([[CVE, GHSA]]);
  expect(judged({ rows: [], before: rows, scans: scansToday({ a: { whole: false } }) }).aliases).toEqual([[CVE, GHSA]]);
  expect(judged({ rows: [], before: rows }).aliases).toEqual([]);
});

test('decisions are told for each result, with what is carried on', () => {
  const rows = [
    code({ text: 'x', suppressed: 'reviewed' }),
    code({ text: 'y', path: 'src/b.js' }),
    code({ text: 'z', rule: 'other' }),
    told(secret(), { state: 'absent', fate: 'accepted' }),
    told(secret({ path: 'b.env' }), { state: 'absent' }),
    secret({ path: 'b.env', scan: 1 }),
  ];
  const now = plainRows()(rows);
  const judgement = judged({
    rows,
    before: [x, code({ path: 'gone.js' }), code({ path: 'missed.js', scan: 1 })],
    scans: scansToday({ b: { whole: false } }),
    accept: accepting({ rule: 'no-eval', path: 'src/b.js' }),
    exclude: [{ rule: 'other' }],
  });
  const decisions = decisionsOf(judgement, now);
  expect(rows.map((_, row) => decisions.cause(row))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    'secret',
    'secret',
  ]);
  expect(rows.map((_, row) => [decisions.state(row), decisions.fate(row), decisions.reason(row)])).toEqual([
    ['unchanged', 'suppressed', 'reviewed'],
    ['new', 'accepted', 'not reachable (web, until 2027-01-31)'],
    ['new', 'excluded', 'rule other'],
    ['absent', 'accepted', ''],
    ['absent', 'open', ''],
    ['new', 'open', ''],
  ]);
  expect([...decisions.carried()].map(([, row]) => row)).toEqual([2]);
  const out = gathering();
  out.hex(decisions.identities, 0, PARTS);
  expect(out.take().toString()).toBe(judgement.findings.identity(0));
  judgement.findings.writeIdentities(Uint32Array.of(1, 0), out);
  expect(out.take().toString()).toBe(judgement.findings.identity(1) + judgement.findings.identity(0));
});
