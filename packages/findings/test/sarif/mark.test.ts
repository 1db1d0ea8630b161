import {
  aggregateRun,
  FINGERPRINT,
  logMark,
  MARK,
  markOf,
  type NormalResult,
  normaliserOfReported,
  resultMark,
  runMark,
  suppressionFor,
  UnknownMark,
} from '../../src/index.ts';
import { at, checkout, type Given, resultOf } from '../support/run.ts';

const identity = '0123456789abcdef0123456789abcdef01234567';

/** A result as the aggregate has it. */
function written(result: NormalResult, decided: Parameters<typeof resultMark>[1] = {}): object {
  const { sarif } = result;
  return {
    ...sarif,
    correlationGuid: '00000000-0000-4000-8000-000000000000',
    baselineState: 'new',
    fingerprints: { ...sarif.fingerprints, [FINGERPRINT]: identity },
    properties: { ...sarif.properties, [MARK]: resultMark(result, decided) },
  };
}

const rule = { id: 'r', shortDescription: { text: 'Short.' }, properties: { tags: ['security'] } };
const run = (tool: string, result: NormalResult) => ({
  tool: { driver: { name: tool, version: '1.2', rules: [{ ...rule, id: result.rule.id }] } },
  properties: {
    [MARK]: runMark({ scan: 'x/y', complete: false, failures: [{ kind: 'partial', message: 'm', hint: 'h' }] }),
  },
});

const ordinary: Given = {
  tool: 'X',
  rule,
  result: {
    ruleId: 'r',
    message: { text: 'm' },
    locations: [at('a b.js', 3)],
    fingerprints: { theirs: '1' },
    properties: { mine: 1 },
    suppressions: [{ kind: 'external', status: 'underReview' }],
  },
};
const trivy: Given = {
  tool: 'Trivy',
  rule: { ...rule, id: 'CVE-2021-1', name: 'OsPackageVulnerability' },
  result: {
    ruleId: 'CVE-2021-1',
    message: { text: 'Package: x\nSeverity: UNKNOWN' },
    locations: [at('library/nginx:1', 1)],
  },
};

describe('a result of an aggregate', () => {
  it.each([
    ['of SARIF', ordinary],
    ['of the whole file', { ...ordinary, result: { ...ordinary.result, locations: [at('a.js')] } }],
    ['without a place', { ...ordinary, result: { ...ordinary.result, locations: [at('/usr/x', 1)] } }],
    [
      'that its tool suppresses',
      { ...ordinary, result: { ...ordinary.result, suppressions: [{ kind: 'inSource', justification: 'why' }] } },
    ],
    ['of a dependency', trivy],
    [
      'of a secret',
      {
        tool: 'gitleaks',
        rule,
        result: { ruleId: 'r', locations: [at('a.env', 1)], partialFingerprints: { commitSha: 'c0ffee' } },
      },
    ],
  ])('is read as it was: %s', (_, given) => {
    const result = resultOf(given);
    const { remembered, ...rest } = aggregateRun(run(result.tool, result));
    const decided = { state: 'unchanged', fate: 'open', lineHash: 'abc', textHash: 'def' };
    const back = remembered(structuredClone(written(result, decided)));
    expect(rest).toEqual({
      tool: result.tool,
      version: '1.2',
      mark: { scan: 'x/y', complete: false, failures: [{ kind: 'partial', message: 'm', hint: 'h' }] },
    });
    const { name: __, ...plain } = result.rule;
    expect(back.result).toEqual({ ...result, rule: { ...plain, summary: 'Short.', tags: ['security'] } });
    expect(back.mark).toMatchObject({ identity, ...decided });
    // And written again, it is the same bytes.
    expect(JSON.stringify(written(back.result, decided))).toBe(JSON.stringify(written(result, decided)));
  });

  it('of a tool’s own form is read as it was', () => {
    const result = normaliserOfReported('pip-audit', { root: '', checkout, manifest: 'requirements.txt' })({
      rule: { id: 'PYSEC-2021-1' },
      message: 'm',
      subject: {
        kind: 'dependency',
        advisories: ['PYSEC-2021-1'],
        package: { type: 'pypi', name: 'x' },
        version: '1',
        target: '',
      },
    });
    const back = aggregateRun(run('pip-audit', result)).remembered(written(result)).result;
    expect(back).toMatchObject({
      place: { path: 'requirements.txt' },
      severity: { word: 'unknown', source: 'nothing' },
      subject: result.subject,
    });
    expect(back.place).toEqual(result.place);
  });

  it('loses what was accepted then, and keeps what its tool says', () => {
    const result = resultOf(ordinary);
    const accepted = {
      ...written(result, { fate: 'accepted', reason: 'why' }),
      suppressions: [...(result.sarif.suppressions ?? []), suppressionFor('accepted', 'why')],
    };
    const back = aggregateRun(run('X', result)).remembered(accepted);
    expect(back.mark).toMatchObject({ fate: 'accepted', reason: 'why' });
    expect(back.result.sarif.suppressions).toEqual([{ kind: 'external', status: 'underReview' }]);
    expect(back.result.suppressed).toBeUndefined();
  });

  it.each([
    ['no mark', (result: Record<string, unknown>) => ({ ...result, properties: {} })],
    ['no identity', (result: Record<string, unknown>) => ({ ...result, fingerprints: {} })],
    [
      'a kind that there is not',
      (result: Record<string, unknown>) => ({ ...result, properties: { [MARK]: { kind: 'x' } } }),
    ],
    ['another shape', () => []],
  ])('is not guessed where it is damaged: %s', (_, damage) => {
    const result = resultOf(ordinary);
    const damaged = damage(written(result) as Record<string, unknown>);
    expect(() => aggregateRun(run('X', result)).remembered(damaged)).toThrow(UnknownMark);
  });
});

describe('the mark of an aggregate', () => {
  const mark = { verdict: 'block', aliases: [['CVE-2021-1', 'GHSA-35jh-r3h4-6jhm']] };
  it('is read as it was', () => {
    expect(markOf({ properties: { [MARK]: logMark(mark) } })).toEqual(mark);
  });

  it.each([[{ runs: [] }], [{ properties: {} }], [{ properties: null }], [[]], [null]])('is not on %j', (log) => {
    expect(markOf(log)).toBeUndefined();
  });

  it.each([
    [{ ...mark, version: 2 }],
    [{ ...mark, version: 1, verdict: 7 }],
    [{ ...mark, version: 1, aliases: [[7]] }],
    [null],
  ])('is not guessed: %j', (damaged) => {
    expect(() => markOf({ properties: { [MARK]: damaged } })).toThrow(UnknownMark);
  });

  it('of a scan is not guessed either', () => {
    expect(() => aggregateRun({ properties: { [MARK]: { scan: 'x' } } })).toThrow(UnknownMark);
    expect(() => aggregateRun({ properties: { [MARK]: { scan: 'x', complete: true, failures: [{}] } } })).toThrow(
      UnknownMark,
    );
  });
});
