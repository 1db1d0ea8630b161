import type { NormalResult } from '@actions-aws/findings';
import { rowOf, rowOfAggregate } from '../../src/identity/row.ts';

const lines = {
  hashAt: (path: string, line: number) => (path === 'src/a.js' ? `abc${line}` : undefined),
  textHashAt: (path: string, line: number) => (path === 'src/a.js' ? `def${line}` : undefined),
  has: (path: string) => path === 'src/a.js',
};

const result: NormalResult = {
  tool: 'Semgrep',
  kind: 'code',
  severity: { word: 'high', source: 'tool', said: 'HIGH' },
  place: { path: 'src/a.js', line: 3 },
  subject: { kind: 'code' },
  rule: { id: 'no-eval' },
  sarif: { message: { text: 'no' } },
};

const plain = { scan: 2, kind: 'code', severity: result.severity, tool: 'Semgrep', rule: 'no-eval', path: 'src/a.js' };
const lodash = { type: 'npm', name: 'lodash' };

test.each<[string, Partial<NormalResult>, object]>([
  ['a line of the checkout', {}, { ...plain, line: 3, lineHash: 'abc3', textHash: 'def3' }],
  ['a line of another place', { place: { path: 'b.js', line: 3 } }, { ...plain, path: 'b.js', line: 3 }],
  ['a file without a line', { place: { path: 'src/a.js' } }, plain],
  [
    'what its tool suppresses',
    { place: { path: 'b.js' }, suppressed: { by: 'tool', reason: '' } },
    { ...plain, path: 'b.js', suppressed: '' },
  ],
  [
    'a dependency',
    {
      kind: 'dependency',
      place: { path: 'b' },
      subject: { kind: 'dependency', advisories: ['CVE-1'], package: lodash, target: 'b' },
    },
    { ...plain, kind: 'dependency', path: 'b', advisories: ['CVE-1'], package: lodash, target: 'b' },
  ],
  [
    'a license',
    {
      kind: 'license',
      place: { path: 'b' },
      subject: { kind: 'license', license: 'MIT', package: lodash, target: 'b' },
    },
    { ...plain, kind: 'license', path: 'b', detail: 'MIT', package: lodash, target: 'b' },
  ],
  [
    'a resource',
    { kind: 'configuration', place: { path: 'b' }, subject: { kind: 'configuration', resource: 'aws_s3_bucket.b' } },
    { ...plain, kind: 'configuration', path: 'b', detail: 'aws_s3_bucket.b' },
  ],
  [
    'a secret of the history, whose line is another now',
    { kind: 'secret', subject: { kind: 'secret', commit: 'c1' } },
    { ...plain, kind: 'secret', line: 3, detail: 'c1' },
  ],
  [
    'a secret that its tool suppresses',
    {
      kind: 'secret',
      place: { path: 'b' },
      subject: { kind: 'secret', commit: 'c1' },
      suppressed: { by: 'tool', reason: 'test' },
    },
    { ...plain, kind: 'secret', path: 'b', detail: 'c1' },
  ],
])('%s', (_name, change, row) => {
  const { place: _place, ...rest } = result;
  const given: NormalResult = { ...rest, place: result.place ?? { path: '' }, ...change };
  expect(rowOf(given, 2, lines)).toEqual(row);
});

test('a result without a place is told by what it says', () => {
  const { place: _place, ...rest } = result;
  const { path: _path, ...nowhere } = plain;
  const detail = expect.stringMatching(/^[0-9a-f]{32}$/);
  expect(rowOf(rest, 2, lines)).toEqual({ ...nowhere, detail });
  const other = rowOf({ ...rest, sarif: { message: { text: 'yes' } } }, 2, lines);
  expect(other.detail).not.toBe(rowOf(rest, 2, lines).detail);
});

test('a dependency or a resource without a place is told by its name', () => {
  const { place: _place, ...rest } = result;
  const dependency = { kind: 'dependency', advisories: ['CVE-1'], package: lodash, target: '' } as const;
  expect(rowOf({ ...rest, kind: 'dependency', subject: dependency }, 2, lines).detail).toBeUndefined();
  const resource = { kind: 'configuration', resource: 'Pod/app' } as const;
  expect(rowOf({ ...rest, kind: 'configuration', subject: resource }, 2, lines).detail).toBe('Pod/app');
});

test.each<[string, Partial<NormalResult>]>([
  ['a secret', { kind: 'secret', subject: { kind: 'secret' } }],
  ['a secret that the workflow calls code', { subject: { kind: 'secret' } }],
  ['code that the workflow calls a secret', { kind: 'secret' }],
  ['a password that a tool for code found', { rule: { id: 'B105' } }],
  ['a weakness that is a credential in the code', { rule: { id: 'r', tags: ['CWE-798'] } }],
])('the hashes of the line of %s tell nothing of it', (_name, change) => {
  const row = rowOf({ ...result, ...change }, 2, lines);
  for (const hash of [row.lineHash, row.textHash]) expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(row.lineHash).not.toBe(row.textHash);
  expect(rowOf({ ...result, ...change }, 2, lines)).toEqual(row);
});

test.each<[string, Parameters<typeof rowOfAggregate>[2], object]>([
  [
    'its own hashes, state and fate',
    { lineHash: '1f', textHash: '2f', state: 'absent', fate: 'accepted' },
    { lineHash: '1f', textHash: '2f', told: { state: 'absent', fate: 'accepted' } },
  ],
  ['nothing', {}, { told: { state: 'new', fate: 'open' } }],
  [
    'words that are none',
    { state: 'constructor', fate: '', lineHash: '0x12', textHash: 'ffffffffffffffff0' },
    { told: { state: 'new', fate: 'open' } },
  ],
])('a result of an aggregate that has %s', (_name, mark, row) => {
  expect(rowOfAggregate(result, 2, mark)).toEqual({ ...plain, line: 3, ...row });
});
