import type { Location, ThreadFlowLocation } from 'sarif';
import { LIMITS } from '../src/plan/limits.ts';
import { resultAs } from '../src/plan/result.ts';
import { type Given, resultOf } from './support/results.ts';

const as = (given: Given) =>
  resultAs(resultOf(given), { ruleId: 'no-eval', ruleIndex: 0 }, { line: () => 'abc:1', text: () => '' });
const at = (uri: string, region?: object): Location => ({
  physicalLocation: { artifactLocation: { uri }, ...(region && { region }) },
});

test('what GitHub reads is sent, and nothing else', () => {
  const region = { startLine: 3, startColumn: 2, endLine: 3, endColumn: 9, snippet: { text: 'a secret' } };
  const sent = as({
    sarif: {
      level: 'error',
      message: { text: 'eval is evil', markdown: '**evil**' },
      locations: [at('src/app.js', region)],
      properties: { author: 'mona@example.test' },
      fingerprints: { x: 'requires login' },
      partialFingerprints: { email: 'mona@example.test' },
    },
  });
  expect(sent).toEqual({
    ruleId: 'no-eval',
    ruleIndex: 0,
    level: 'error',
    message: { text: 'eval is evil', markdown: '**evil**' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'src/app.js' },
          region: { startLine: 3, startColumn: 2, endLine: 3, endColumn: 9 },
        },
      },
    ],
    partialFingerprints: { primaryLocationLineHash: 'abc:1' },
  });
});

test('a fingerprint that the tool gives stays', () => {
  expect(as({ sarif: { partialFingerprints: { primaryLocationLineHash: 'theirs:2' } } }).partialFingerprints).toEqual({
    primaryLocationLineHash: 'theirs:2',
  });
});

test.each<[name: string, region: object | undefined, sent: object]>([
  ['none', undefined, { startLine: 3 }],
  ['another line, as a context has it', { startLine: 1, startColumn: 5 }, { startLine: 3 }],
  ['an end before its start', { startLine: 3, endLine: 2, endColumn: 4 }, { startLine: 3 }],
  ['columns from 0', { startLine: 3, startColumn: 0, endColumn: 7 }, { startLine: 3, endColumn: 7 }],
  ['numbers as text', { startLine: 3, startColumn: '2' }, { startLine: 3 }],
])('a region with %s', (_, region, sent) => {
  const [first] = as({ sarif: { locations: [at('src/app.js', region as never)] } }).locations ?? [];
  expect(first?.physicalLocation?.region).toEqual(sent);
});

test.each([
  ['a b/ü?.js', 'a%20b/%C3%BC%3F.js'],
  ['c:/x.js', 'c%3A/x.js'],
  ['app/[id]/#1.js', 'app/%5Bid%5D/%231.js'],
  ['100%.js', '100%25.js'],
])('the path %s is a URI without a scheme', (path, uri) => {
  expect(as({ path }).locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe(uri);
});

test('other locations that have no file of the checkout do not come along: one would refuse the whole report', () => {
  const bad = ['', '/etc/passwd', 'https://example.test/x', '../x.js', 'C:\\x.js', 'a/../../b'];
  const locations = [at('src/app.js'), at('src/b.js', { startLine: 4 }), ...bad.map((uri) => at(uri)), {}];
  const sent = as({ sarif: { locations, relatedLocations: locations.slice(1).map((one, id) => ({ ...one, id })) } });
  const uris = (all: Location[] | undefined) => all?.map((one) => one.physicalLocation?.artifactLocation?.uri);
  expect(uris(sent.locations)).toEqual(['src/app.js', 'src/b.js']);
  expect(uris(sent.relatedLocations)).toEqual(['src/b.js']);
  expect(sent.relatedLocations?.[0]?.id).toBe(0);
});

test('of very many locations as many are sent as GitHub keeps', () => {
  const locations = Array.from({ length: 200 }, (_, index) => at(`src/${index}.js`));
  expect(as({ sarif: { locations } }).locations).toHaveLength(LIMITS.locations);
});

test('of a long flow its beginning and its end are sent, and all flows together have so many steps', () => {
  const steps = (count: number): ThreadFlowLocation[] =>
    Array.from({ length: count }, (_, index) => ({ location: at('src/app.js', { startLine: index + 1 }) }));
  const codeFlows = [
    { threadFlows: [{ locations: steps(1500) }, { locations: steps(3) }] },
    { threadFlows: [{ locations: steps(3) }] },
  ];
  const sent = as({ sarif: { codeFlows } }).codeFlows ?? [];
  const lines =
    sent[0]?.threadFlows[0]?.locations.map((one) => one.location?.physicalLocation?.region?.startLine) ?? [];
  expect([lines.length, lines[0], lines[499], lines[500], lines.at(-1)]).toEqual([LIMITS.steps, 1, 500, 1001, 1500]);
  expect(sent).toHaveLength(1);
  expect(sent[0]?.threadFlows).toHaveLength(1);
});

test('a result without a text says what its rule is', () => {
  expect(as({ sarif: { message: {} } }).message.text).toBe('no-eval');
});
