import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { at, type Given, resultOf } from '../support/run.ts';

/** What no scanner of this repository takes for a secret: it is made here, of pieces. */
const value = ['opensesame', 'of', 'ours'].join('-');

describe('what is passed on of a result', () => {
  it('has whole URIs and no code, and nothing that only means something in its run', () => {
    const step = (uri: string) => ({
      location: {
        physicalLocation: {
          artifactLocation: { uri, uriBaseId: 'ROOT', index: 3 },
          region: { startLine: 2, endLine: 1, endColumn: 4, charOffset: 9, snippet: { text: 'code' } },
        },
        message: { text: 'step' },
      },
      state: { x: { text: 'code' } },
      module: 'm',
    });
    const { sarif } = resultOf({
      tool: 'X',
      run: {
        originalUriBaseIds: { ROOT: { uri: 'file:///home/runner/work/shop/shop/web/' } },
        threadFlowLocations: [step('shared.js')],
      },
      result: {
        ruleId: 'r',
        ruleIndex: 7,
        rule: { id: 'r', index: 7 },
        kind: 'fail',
        guid: '00000000-0000-4000-8000-000000000000',
        rank: 90,
        message: { text: 'm' },
        locations: [
          {
            id: 1,
            physicalLocation: {
              artifactLocation: { uri: 'a b.js', uriBaseId: 'ROOT' },
              region: { startLine: 3, startColumn: 0, endLine: 4, endColumn: 5, snippet: { text: 'code' } },
              contextRegion: { startLine: 1, snippet: { text: 'code' } },
            },
            logicalLocations: [{ name: 'f' }],
          },
        ],
        relatedLocations: [{ id: 2, ...at('file:///usr/include/stdio.h', 1) }],
        codeFlows: [{ threadFlows: [{ locations: [step('b.js'), { index: 0 }] }] }],
        fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: 'code' } }] }] }],
        fingerprints: { 'matchBasedId/v1': 'requires login' },
        partialFingerprints: { primaryLocationLineHash: '39fa2ee980eb94b0:1' },
        properties: { mine: 1 },
        provenance: { invocationIndex: 0 },
        taxa: [{ index: 0 }],
        baselineState: 'new',
      },
    });
    const flown = (uri: string) => ({
      location: {
        physicalLocation: { artifactLocation: { uri }, region: { startLine: 2 } },
        message: { text: 'step' },
      },
      module: 'm',
    });
    expect(sarif).toEqual({
      ruleId: 'r',
      level: 'warning',
      message: { text: 'm' },
      locations: [
        {
          id: 1,
          physicalLocation: {
            artifactLocation: { uri: 'web/a%20b.js' },
            region: { startLine: 3, endLine: 4, endColumn: 5 },
          },
          logicalLocations: [{ name: 'f' }],
        },
      ],
      relatedLocations: [{ id: 2, ...at('file:///usr/include/stdio.h', 1) }],
      codeFlows: [{ threadFlows: [{ locations: [flown('web/b.js'), flown('web/shared.js')] }] }],
      fingerprints: { 'matchBasedId/v1': 'requires login' },
      partialFingerprints: { primaryLocationLineHash: '39fa2ee980eb94b0:1' },
      properties: { mine: 1 },
      guid: '00000000-0000-4000-8000-000000000000',
      rank: 90,
    });
    expect(JSON.stringify(sarif)).not.toContain('code"');
  });

  it.each([
    ['a region', { region: { startLine: 3 } }, 3, 3],
    ['the region around it alone (kube-score)', { contextRegion: { startLine: 9, snippet: { text: 'x' } } }, 9, 9],
    ['line 0 (staticcheck)', { region: { startLine: 0 } }, undefined, 1],
    ['no region (tflint)', {}, undefined, 1],
  ])('has a line on GitHub: %s', (_, where, line, shown) => {
    const { place, sarif } = resultOf({
      tool: 'X',
      result: { ruleId: 'r', locations: [{ physicalLocation: { artifactLocation: { uri: 'a.yaml' }, ...where } }] },
    });
    expect(place).toEqual({ path: 'a.yaml', ...(line !== undefined && { line }) });
    expect(sarif.locations).toEqual([at('a.yaml', shown)]);
  });

  it('begins with the location that is in the checkout', () => {
    const { place, sarif } = resultOf({
      tool: 'X',
      result: { ruleId: 'r', locations: [at('/usr/x', 1), at('a.js', 2), at('b.js', 3)] },
    });
    expect(place).toEqual({ path: 'a.js', line: 2 });
    expect(sarif.locations).toEqual([at('a.js', 2), at('file:///usr/x', 1), at('b.js', 3)]);
  });

  it.each([
    ['none', undefined, undefined, undefined],
    ['none in the checkout', [at('/usr/x', 4)], undefined, [at('file:///usr/x', 4)]],
    ['none, of another shape', 'a.js', undefined, undefined],
  ])('stands nowhere without a location: %s', (_, locations, place, passed) => {
    const found = resultOf({ tool: 'X', result: { ruleId: 'r', locations } });
    expect(found.place).toEqual(place);
    expect(found.sarif.locations ?? []).toEqual(passed ?? []);
  });

  it('stands at the scan’s manifest where it has none', () => {
    const found = resultOf({ tool: 'X', context: { manifest: 'go.mod' }, result: { ruleId: 'r' } });
    expect([found.place, found.elsewhere]).toEqual([{ path: 'go.mod' }, undefined]);
    expect(found.sarif.locations).toEqual([at('go.mod', 1)]);
  });

  it('stands elsewhere, and not at the scan’s manifest', () => {
    const found = resultOf({
      tool: 'X',
      context: { manifest: 'go.mod' },
      result: { ruleId: 'r', locations: [at('/usr/x', 4)] },
    });
    expect([found.place, found.elsewhere]).toEqual([undefined, { path: '/usr/x', line: 4 }]);
    expect(found.sarif.locations).toEqual([at('file:///usr/x', 4)]);
  });
});

describe('a suppression', () => {
  const suppressed = (tool: string, suppressions: unknown) =>
    resultOf({ tool, result: { ruleId: 'r', suppressions } }).suppressed;
  it.each([
    ['in the source', [{ kind: 'inSource' }], ''],
    ['outside, with a reason', [{ kind: 'external', status: 'accepted', justification: 'a test' }], 'a test'],
    ['in an early form', [{ kind: 'external', state: 'accepted' }], ''],
    ['under review', [{ kind: 'external', status: 'underReview' }], undefined],
    ['rejected', [{ kind: 'external', status: 'rejected' }], undefined],
    ['one of two under review', [{ kind: 'inSource' }, { kind: 'external', status: 'underReview' }], undefined],
    ['of a status that SARIF does not have', [{ kind: 'external', status: 'perhaps' }], undefined],
    ['none', [], undefined],
    ['null', null, undefined],
    ['a list of null', [null], undefined],
    ['one that is no object beside another', [{ kind: 'inSource' }, 'accepted'], undefined],
  ])('%s', (_, suppressions, reason) => {
    expect(suppressed('X', suppressions)).toEqual(reason === undefined ? undefined : { by: 'tool', reason });
  });

  it.each([
    ['accepted', [{ kind: 'inSource' }], [{ kind: 'inSource' }]],
    ['in an early form', [{ kind: 'external', state: 'underReview' }], [{ kind: 'external', status: 'underReview' }]],
    ['of another status', [{ kind: 'inSource', status: 'perhaps' }], [{ kind: 'inSource', status: 'underReview' }]],
    ['that is no object', [null], [{ kind: 'external', status: 'underReview' }]],
  ])('%s is passed on as what it is, for readers that know SARIF alone', (_, suppressions, passed) => {
    expect(resultOf({ tool: 'X', result: { ruleId: 'r', suppressions } }).sarif.suppressions).toEqual(passed);
  });

  it('closes no secret', () => {
    expect(suppressed('gitleaks', [{ kind: 'inSource' }])).toBeUndefined();
  });
});

describe('a secret', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'secrets-'));
  mkdirSync(path.join(folder, 'src'));
  writeFileSync(path.join(folder, 'src', 'a.env'), `# ours\nPASSWORD=${value}\n`);
  afterAll(() => rmSync(folder, { recursive: true }));

  const leak = (line: number, snippet: string, commit = 'c0ffee'): Given => ({
    tool: 'gitleaks',
    rule: {
      id: 'generic-api-key',
      shortDescription: { text: 'Detected a Generic API Key' },
      fullDescription: { text: value },
    },
    context: { checkout: folder },
    result: {
      ruleId: 'generic-api-key',
      message: { text: `generic-api-key has detected secret ${value} for file src/a.env` },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/a.env' },
            region: { startLine: line, startColumn: 10, endLine: line, endColumn: 30, snippet: { text: snippet } },
          },
        },
      ],
      partialFingerprints: {
        commitSha: commit,
        email: 'jane@example.com',
        author: 'Jane',
        date: 'x',
        commitMessage: `add ${value}`,
      },
      properties: { tags: [value] },
    },
  });

  it('is made anew, of rule and place', () => {
    const found = resultOf(leak(2, value));
    expect(found).toEqual({
      tool: 'gitleaks',
      kind: 'secret',
      severity: { word: 'medium', source: 'level', said: 'warning' },
      place: { path: 'src/a.env', line: 2 },
      subject: { kind: 'secret' },
      rule: { id: 'generic-api-key', summary: 'Detected a Generic API Key' },
      sarif: {
        ruleId: 'generic-api-key',
        level: 'warning',
        message: { text: 'Secret found by the rule generic-api-key in src/a.env' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'src/a.env' },
              region: { startLine: 2, startColumn: 10, endLine: 2, endColumn: 30 },
            },
          },
        ],
      },
    });
  });

  it.each([
    ['is on its line now', leak(2, value), undefined],
    ['is on its line now, the first of several', leak(2, `${value}\nmore`), undefined],
    ['is on another line now', leak(1, value), 'c0ffee'],
    ['is on no line now', leak(2, 'another'), 'c0ffee'],
    ['is hidden', leak(2, 'REDACTED'), 'c0ffee'],
    ['is of no commit', leak(1, value, ''), undefined],
  ])('keeps its commit only if it must: it %s', (_, given, commit) => {
    expect(resultOf(given).subject).toEqual({ kind: 'secret', ...(commit !== undefined && { commit }) });
  });

  it('of Trivy has none of its rule’s texts', () => {
    const found = resultOf({
      tool: 'Trivy',
      rule: {
        id: 'aws-access-key-id',
        name: 'Secret',
        shortDescription: { text: 'AWS Access Key ID' },
        fullDescription: { text: `KEY=${value}` },
        help: { text: `Match: KEY=${value}`, markdown: value },
        properties: { tags: ['secret', 'security', 'CRITICAL'] },
      },
      result: {
        ruleId: 'aws-access-key-id',
        message: { text: `Artifact: a.env\nType: \nSecret AWS Access Key ID\nSeverity: CRITICAL\nMatch: KEY=${value}` },
        locations: [{ ...at('a.env', 1), message: { text: value } }],
      },
    });
    expect(found).toMatchObject({ kind: 'secret', severity: { word: 'critical' } });
    expect(JSON.stringify(found)).not.toContain(value);
  });

  it.each([
    ['of Trivy whose rule has no short text', 'Trivy', { name: 'Secret' }, undefined],
    [
      'of a tool that we do not know, where the workflow calls it one',
      'X',
      { shortDescription: { text: 's' } },
      'secret',
    ],
  ] as const)('%s has none of its rule’s texts', (_, tool, rule, kind) => {
    const found = resultOf({
      tool,
      rule: { id: 'own', ...rule, fullDescription: { text: `KEY=${value}` }, help: { text: value, markdown: value } },
      result: { ruleId: 'own', message: { text: value } },
      ...(kind && { context: { kind } }),
    });
    expect(found.kind).toBe('secret');
    expect(JSON.stringify(found)).not.toContain(value);
  });

  it.each(['secret', 'code', 'lint'] as const)('stays hidden where the workflow calls it %s', (kind) => {
    const found = resultOf({ ...leak(2, value), context: { checkout: folder, kind } });
    expect(found.kind).toBe(kind);
    expect(JSON.stringify(found)).not.toContain(value);
  });
});

describe('a rule for code that seeks credentials', () => {
  const snippet = { startLine: 3, snippet: { text: `PASSWORD = "${value}"` } };
  const result = (ruleId: string, message: string) => ({
    ruleId,
    message: { text: message, markdown: message },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: 'a.py' }, region: snippet, contextRegion: snippet },
        message: { text: value },
      },
    ],
    relatedLocations: [{ ...at('b.py', 1), message: { text: value } }],
    codeFlows: [
      { threadFlows: [{ locations: [{ location: { ...at('a.py', 3), message: { text: `"${value}" : String` } } }] }] },
    ],
    fixes: [{ description: { text: value } }],
    properties: { match: value },
    partialFingerprints: { primaryLocationLineHash: value },
    fingerprints: { 'matchBasedId/v1': value },
  });
  it.each([
    [
      'bandit',
      'Bandit',
      { id: 'B105', name: 'hardcoded_password_string' },
      `Possible hardcoded password: '${value}'`,
      'Possible hardcoded password: …',
    ],
    [
      'bandit, with quotation marks in it',
      'Bandit',
      { id: 'B106' },
      `Possible hardcoded password: '${value}'${value}'`,
      'Possible hardcoded password: …',
    ],
    [
      'bandit, cut short',
      'Bandit',
      { id: 'B107' },
      `Possible hardcoded password: '${value}`,
      'Possible hardcoded password: …',
    ],
    [
      'CodeQL',
      'CodeQL',
      { id: 'js/hardcoded-credentials', shortDescription: { text: 'Hard-coded credentials' } },
      `The hard-coded value "${value}" is used as password.`,
      'Hard-coded credentials',
    ],
    [
      'Semgrep',
      'Semgrep OSS',
      {
        id: 'our.rules.password-literal',
        shortDescription: { text: 'Semgrep Finding: x' },
        fullDescription: { text: 'hard-coded $V' },
      },
      `hard-coded ${value}`,
      'hard-coded $V',
    ],
    [
      'by its weakness',
      'Semgrep OSS',
      {
        id: 'ours',
        fullDescription: { text: 'literal $V' },
        properties: { tags: ['CWE-798: Use of Hard-coded Credentials'] },
      },
      `literal ${value}`,
      'literal $V',
    ],
    [
      'ESLint',
      'ESLint',
      { id: 'no-secrets/no-secrets' },
      `Found a string with entropy 4.3 : "${value}"`,
      'Found a string with entropy 4.3 : …',
    ],
    [
      'gosec',
      'gosec',
      { id: 'G101', shortDescription: { text: 'Potential hardcoded credentials' } },
      `Potential: ${value}`,
      'Potential hardcoded credentials',
    ],
  ])('quotes none: %s', (_, tool, rule, message, said) => {
    const found = resultOf({ tool, rule, result: result(rule.id, message) });
    expect(found.kind).toBe('code');
    expect(found.sarif.message).toEqual({ text: said });
    expect(JSON.stringify(found)).not.toContain(value);
  });

  it.each(['B602', 'js/sql-injection', 'DMI_HARDCODED_ABSOLUTE_FILENAME', 'no-unused-vars', 'jsx-a11y/tokenizer'])(
    'is not %s',
    (id) => {
      const message = `of ${value}`;
      expect(
        resultOf({ tool: 'X', rule: { id }, result: { ruleId: id, message: { text: message } } }).sarif.message.text,
      ).toBe(message);
    },
  );
});
