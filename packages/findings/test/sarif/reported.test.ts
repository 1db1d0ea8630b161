import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type NormaliseContext, normaliserOfReported, type Reported } from '../../src/index.ts';
import { at, checkout } from '../support/run.ts';

const value = ['opensesame', 'of', 'ours'].join('-');
const normal = (reported: Reported, context: Partial<NormaliseContext> = {}) =>
  normaliserOfReported('trivy', { root: 'web', checkout, ...context })(reported);

const code: Reported = { rule: { id: 'r' }, message: 'm', path: 'a b.js', line: 3, subject: { kind: 'code' } };
const dependency = (target: string): Reported => ({
  rule: { id: 'CVE-2021-1' },
  message: 'm',
  subject: { kind: 'dependency', advisories: ['CVE-2021-1'], package: { name: 'x' }, target },
});

describe('a result of a tool’s own form', () => {
  it('is the same as one of SARIF', () => {
    expect(
      normal({ ...code, endLine: 4, column: 2, severity: 'HIGH', suppressed: { by: 'tool', reason: 'why' } }),
    ).toEqual({
      tool: 'Trivy',
      kind: 'code',
      severity: { word: 'high', source: 'tool', said: 'HIGH' },
      place: { path: 'web/a b.js', line: 3 },
      subject: { kind: 'code' },
      suppressed: { by: 'tool', reason: 'why' },
      rule: { id: 'r' },
      sarif: {
        ruleId: 'r',
        level: 'error',
        message: { text: 'm' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'web/a%20b.js' },
              region: { startLine: 3, startColumn: 2, endLine: 4 },
            },
          },
        ],
        suppressions: [{ kind: 'external', justification: 'why' }],
      },
    });
  });

  it.each([
    [{ severity: 'LOW' }, 'low', 'tool', 'note'],
    [{ scores: [3, 9.1] }, 'critical', 'cvss', 'error'],
    [{ severity: 'moderate' }, 'medium', 'tool', 'warning'],
    [{}, 'unknown', 'nothing', 'warning'],
    [{ severity: 'UNKNOWN', scores: [9.1] }, 'unknown', 'tool', 'warning'],
  ] as const)('has a severity and a level: %j', (said, word, source, level) => {
    const { severity, sarif } = normal({ ...code, ...said });
    expect([severity.word, severity.source, sarif.level]).toEqual([word, source, level]);
  });

  it.each([
    ['relative', { path: 'a.js' }, {}, { path: 'web/a.js' }],
    ['absolute', { path: `${checkout}/a.js`, line: 2 }, {}, { path: 'a.js', line: 2 }],
    ['with a percent sign of its own', { path: 'a%20b.js' }, {}, { path: 'web/a%20b.js' }],
    ['a URI', { path: `file://${checkout}/a%20b.js` }, {}, { path: 'a b.js' }],
    ['none', {}, {}, undefined],
    ['none, with a manifest', {}, { manifest: 'go.mod' }, { path: 'go.mod' }],
  ])('has a place: %s', (_, where, context, place) => {
    const rest = { rule: code.rule, message: code.message, subject: code.subject };
    const found = normal({ ...rest, ...where }, context);
    expect(found.place).toEqual(place);
    const uri = place?.path.replace('%', '%25').replace(' ', '%20');
    expect(found.sarif.locations).toEqual(uri === undefined ? undefined : [at(uri, 'line' in where ? where.line : 1)]);
    expect(found.elsewhere).toBeUndefined();
  });

  it.each([
    ['absolute', { path: '/usr/a b.c', line: 4 }, { path: '/usr/a%20b.c', line: 4 }],
    ['of Windows', { path: 'D:\\a\\x.cs', line: 4 }, { path: 'D%3A/a/x.cs', line: 4 }],
    ['above the checkout', { path: '../../x.c' }, { path: '../../x.c' }],
    ['a URI', { path: 'file:///usr/x.c' }, { path: '/usr/x.c' }],
    ['of another scheme', { path: 's3://a/x.c' }, { path: 's3://a/x.c' }],
  ])('is told apart by a file elsewhere: %s', (_, where, elsewhere) => {
    const rest = { rule: code.rule, message: code.message, subject: code.subject };
    const found = normal({ ...rest, ...where }, { manifest: 'go.mod' });
    expect([found.place, found.elsewhere]).toEqual([undefined, elsewhere]);
    expect(found.sarif.locations).toEqual([
      {
        physicalLocation: {
          // A relative reference of SARIF does not begin with a slash.
          artifactLocation: { uri: elsewhere.path.replace(/^\//, 'file:///') },
          ...('line' in elsewhere && { region: { startLine: elsewhere.line } }),
        },
      },
    ]);
  });

  it.each([
    [
      'the file that it names',
      { ...dependency('package-lock.json'), path: 'package-lock.json' },
      'web/package-lock.json',
    ],
    ['an image', dependency('docker.io/library/nginx:1.27@sha256:0a'), 'nginx'],
    ['what the scan says', dependency(''), 'api/go.mod'],
  ])('has a target: %s', (_, reported, target) => {
    expect(normal(reported, { manifest: 'api/go.mod' }).subject).toMatchObject({ target });
  });

  it('is what the manifest carries, where its package is in no file of the checkout', () => {
    const found = normal({ ...dependency('/usr/x'), path: '/usr/x' }, { manifest: 'go.mod' });
    expect([found.place, found.elsewhere]).toEqual([{ path: 'go.mod' }, undefined]);
  });

  it('is what the workflow says', () => {
    expect(normal(code, { kind: 'lint' })).toMatchObject({ kind: 'lint' });
  });
});

describe('a secret of a tool’s own form', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'reported-'));
    writeFileSync(path.join(folder, 'a.env'), `PASSWORD=${value}\n`);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const secret = (line: number, isOn?: Reported['isOn']): Reported => ({
    rule: { id: 'key' },
    message: value,
    path: 'a.env',
    line,
    subject: { kind: 'secret', commit: 'c0ffee' },
    suppressed: { by: 'tool', reason: '' },
    ...(isOn && { isOn }),
  });

  it.each([
    ['on its line now', secret(1, (line) => line.includes(value)), undefined],
    ['on no line now', secret(2, (line) => line.includes(value)), 'c0ffee'],
    ['hidden', secret(1), 'c0ffee'],
  ])('is made anew, and keeps its commit only if it must: %s', (_, reported, commit) => {
    const found = normal(reported, { root: '', checkout: folder });
    expect(found.subject).toEqual({ kind: 'secret', ...(commit !== undefined && { commit }) });
    expect(found.suppressed).toBeUndefined();
    expect(found.sarif).toEqual({
      ruleId: 'key',
      level: 'warning',
      message: { text: 'Secret found by the rule key in a.env' },
      locations: [at('a.env', reported.line)],
    });
  });
});
