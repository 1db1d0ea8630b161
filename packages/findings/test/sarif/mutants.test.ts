import { randomFrom, scopeOf, seedNumber } from '@actions-aws/testing';
import {
  aggregateRun,
  FINGERPRINT,
  isFailure,
  MARK,
  resultMark,
  runMark,
  sarifRun,
  UnknownMark,
} from '../../src/index.ts';
import { checkout } from '../support/run.ts';

// A sample, drawn by the commit.
const scope = scopeOf();

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

const location = {
  id: 1,
  physicalLocation: {
    artifactLocation: { uri: 'src/a.js', uriBaseId: 'ROOT', index: 0 },
    region: { startLine: 3, startColumn: 1, endLine: 4, endColumn: 2, snippet: { text: 'x' } },
    contextRegion: { startLine: 1 },
  },
  logicalLocations: [{ fullyQualifiedName: 'x@1' }],
  message: { text: 'm' },
};

/** A run with everything in it that is read. */
function runOf(tool: string): Json {
  return {
    tool: {
      driver: {
        name: tool,
        version: '1',
        globalMessageStrings: { g: { text: '{0}' } },
        rules: [
          {
            id: 'CVE-2021-1',
            name: 'OsPackageVulnerability',
            guid: 'g',
            shortDescription: { text: 'High severity - x' },
            fullDescription: { text: '(CVE-2021-1) a/b@1' },
            help: { text: 'Vulnerability CVE-2021-1\nSeverity: high\nPackage: b\nType: deb', markdown: 'm' },
            helpUri: 'https://github.com/advisories/GHSA-35jh-r3h4-6jhm',
            defaultConfiguration: { level: 'error' },
            deprecatedIds: ['GHSA-35jh-r3h4-6jhm'],
            messageStrings: { m: { text: '{0} {1}' } },
            properties: {
              tags: ['security', 'deb', 'CWE-79'],
              'security-severity': '7.5',
              purls: ['pkg:npm/x@1'],
              cvssv3_baseScore: 5,
            },
          },
        ],
      },
      extensions: [{ name: 'e', guid: 'h', rules: [{ id: 'e' }] }],
    },
    invocations: [
      {
        executionSuccessful: false,
        exitCode: 1,
        toolExecutionNotifications: [
          { level: 'error', message: { text: 'Unused eslint-disable' }, locations: [location] },
        ],
        toolConfigurationNotifications: [],
        ruleConfigurationOverrides: [
          { descriptor: { id: 'e', index: 0, toolComponent: { index: 0 } }, configuration: { level: 'note' } },
        ],
      },
    ],
    originalUriBaseIds: { ROOT: { uri: 'file:///home/runner/work/shop/shop/', uriBaseId: 'ROOT' } },
    artifacts: [{ location: { uri: 'b.js', index: 0 } }],
    threadFlowLocations: [{ location }],
    properties: {
      imageName: 'nginx:1',
      [MARK]: runMark({ scan: 'x', complete: true, failures: [{ kind: 'partial', message: 'm' }] }) as Json,
    },
    results: [],
  };
}

const result: Json = {
  ruleId: 'CVE-2021-1',
  ruleIndex: 0,
  rule: { id: 'CVE-2021-1', index: 0, guid: 'g', toolComponent: { index: 0, name: 'e', guid: 'h' } },
  kind: 'fail',
  level: 'error',
  message: { text: 'Package: b\nSeverity: HIGH {0}', id: 'm', markdown: '{0}', arguments: ['x'] },
  locations: [location],
  relatedLocations: [location],
  codeFlows: [{ threadFlows: [{ locations: [{ index: 0, location, module: 'm@1', importance: 'essential' }] }] }],
  suppressions: [{ kind: 'inSource', status: 'accepted', justification: 'j' }],
  partialFingerprints: { commitSha: 'c', primaryLocationLineHash: 'a:1' },
  fingerprints: { [FINGERPRINT]: 'ab' },
  provenance: { invocationIndex: 0 },
  properties: { severity: 'HIGH', purl: 'pkg:npm/x@1' },
  rank: 1,
};

const odd: readonly Json[] = [
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    2 ** 53,
    '',
    '\0',
    '..',
    '%',
    '%E0%A4%A',
    'file:',
    'file://',
    '//',
    '\\\\',
    ':',
    '\ud800',
    '__proto__',
  ],
  ...[
    'a'.repeat(20_000),
    '_1'.repeat(20_000),
    '/..'.repeat(20_000),
    '{0}'.repeat(10_000),
    "'",
    '@',
    'x@',
    '{9999}',
    '{{',
    '\n\n',
  ],
  ...[
    [],
    [null],
    [[]],
    {},
    { constructor: {} },
    { text: {} },
    { uri: 7 },
    { id: [] },
    [{ rules: {} }],
    { location: null },
  ],
];

const tools = [
  'Trivy',
  'Grype',
  'Snyk Container',
  'govulncheck',
  'osv-scanner',
  'gitleaks',
  'golangci-lint',
  'Bandit',
  'ESLint',
  'X',
];

describe('mutants of a run and a result', () => {
  it('are read without a crash, in time, and what is passed on has SARIF’s shape', () => {
    const random = randomFrom(seedNumber(scope, 'mutants of SARIF'));
    const wrong: string[] = [];
    for (let nth = 0; nth < 1000; nth++) {
      const tool = tools[nth % tools.length] as string;
      const [run, one] = [mutated(structuredClone(runOf(tool)), random), mutated(structuredClone(result), random)];
      try {
        const reading = sarifRun(run, { root: 'web', checkout, manifest: 'go.mod' });
        const found = reading.normal(one);
        const shape = isFailure(found)
          ? [found.message]
          : [found.sarif.message.text, found.sarif.ruleId, found.rule.id, found.severity.word];
        if (!shape.every((text) => typeof text === 'string')) wrong.push(`mutant ${nth}: shape`);
        if (!isFailure(found)) {
          for (const { physicalLocation } of found.sarif.locations ?? []) {
            const uri = physicalLocation?.artifactLocation?.uri;
            if (uri !== undefined && typeof uri !== 'string') wrong.push(`mutant ${nth}: uri`);
          }
          const { path = 'a' } = found.place ?? {};
          if (path.startsWith('/') || path.split('/').includes('..') || path === '')
            wrong.push(`mutant ${nth}: path ${path.slice(0, 100)}`);
        }
      } catch (error) {
        wrong.push(`mutant ${nth}: ${error}`);
      }
    }
    expect({ seed: scope.seed, wrong: wrong.slice(0, 3) }).toEqual({ seed: scope.seed, wrong: [] });
  });

  it('of an aggregate are read, or refused as such', () => {
    const random = randomFrom(seedNumber(scope, 'mutants of aggregates'));
    const found = sarifRun(runOf('X'), { root: '', checkout }).normal(structuredClone(result));
    if (isFailure(found)) throw new Error(found.message);
    const properties = { [MARK]: resultMark(found, { state: 'new', fate: 'open' }) };
    const marked = JSON.parse(JSON.stringify({ ...(result as object), properties })) as Json;
    const wrong: string[] = [];
    let refused = 0;
    for (let nth = 0; nth < 500; nth++) {
      try {
        aggregateRun(mutated(structuredClone(runOf('X')), random)).remembered(mutated(structuredClone(marked), random));
      } catch (error) {
        if (error instanceof UnknownMark) refused++;
        else wrong.push(String(error));
      }
    }
    expect({ seed: scope.seed, wrong: wrong.slice(0, 3) }).toEqual({ seed: scope.seed, wrong: [] });
    expect(refused).toBeGreaterThan(10);
  });
});

/** One to three places of a document replaced by something odd, or removed. */
function mutated(document: Json, random: () => number): Json {
  const below = (limit: number) => Math.floor(random() * limit);
  let whole = document;
  for (let times = below(3) + 1; times > 0; times--) {
    const places = placesIn(whole);
    const place = places[below(places.length)];
    const value = structuredClone(odd[below(odd.length)] as Json);
    if (!place) whole = value;
    else if (below(5) === 0 && !Array.isArray(place.in)) delete place.in[place.name];
    else (place.in as Record<string, Json>)[place.name] = value;
  }
  return whole;
}

function placesIn(value: Json): { readonly in: Record<string, Json>; readonly name: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const of = value as Record<string, Json>;
  return Object.keys(of).flatMap((name) => [{ in: of, name }, ...placesIn(of[name] as Json)]);
}
