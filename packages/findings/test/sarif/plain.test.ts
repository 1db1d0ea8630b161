import { randomFrom, scopeOf, seedNumber } from '@actions-aws/testing';
import { cutReport, isFailure, type PlainResult, READ } from '../../src/index.ts';
import { mutant } from '../support/random-reports.ts';
import { reportFiles } from '../support/report-file.ts';
import { type Given, reading } from '../support/run.ts';

const file = reportFiles();
const scope = scopeOf();

const plain = {
  ruleId: 'no-eval',
  ruleIndex: 0,
  level: 'error',
  message: { text: 'Use of "eval" in a\tline — not good.' },
  locations: [
    {
      physicalLocation: {
        artifactLocation: { uri: 'src/app%20one.js', uriBaseId: '%SRCROOT%' },
        region: { startLine: 3, startColumn: 1, endLine: 4, endColumn: 9 },
      },
    },
  ],
  partialFingerprints: { primaryLocationLineHash: 'ab12:1', primaryLocationStartColumnFingerprint: '4' },
};
const [location] = plain.locations;
const { physicalLocation } = location!;
const placed = (more: object) => ({ locations: [{ physicalLocation: { ...physicalLocation, ...more } }] });

/** What the reader makes of the text of a result; undefined where it leaves it to a parser. */
function read(text: string, { plain: reader } = reading({ tool: 'Own' })): PlainResult | undefined {
  const bytes = Buffer.from(text);
  return reader && reader.read(bytes, 0) === bytes.length ? reader.result : undefined;
}

/** The same as SARIF that is passed on. */
function passedOn({ sort, file: { uri }, bytes, ...at }: PlainResult): object {
  const parsed = (start: number, end: number): unknown => JSON.parse(bytes.toString('utf8', start, end));
  const region = {
    startLine: at.line,
    ...(at.column > 0 && { startColumn: at.column }),
    ...(at.endLine > 0 && { endLine: at.endLine }),
    ...(at.endColumn > 0 && { endColumn: at.endColumn }),
  };
  return {
    ruleId: sort.rule.id,
    level: sort.level,
    message: { text: parsed(at.messageStart, at.messageEnd) },
    locations: [{ physicalLocation: { artifactLocation: { uri }, region } }],
    ...(at.hashesEnd > 0 && { partialFingerprints: parsed(at.hashesStart, at.hashesEnd) }),
  };
}

/** What is known of a result, whichever way it was read. */
function known(result: PlainResult | undefined): string | undefined {
  if (!result) return undefined;
  const { tool, kind, severity, subject, rule } = result.sort;
  const place = { path: result.file.path, line: result.line };
  return JSON.stringify([tool, kind, severity, subject, rule, place, passedOn(result)]);
}

function parsed(text: string, run = reading({ tool: 'Own' })): string {
  const normal = run.normal(JSON.parse(text));
  if (isFailure(normal)) return normal.message;
  const { tool, kind, severity, subject, rule, place, sarif, suppressed } = normal;
  return JSON.stringify([tool, kind, severity, subject, rule, place, sarif, ...(suppressed ? [suppressed] : [])]);
}

describe('results are read from their bytes', () => {
  it.each<readonly [what: string, change: object]>([
    ['as most are', {}],
    ['without a level', { level: undefined }],
    ['with another level', { level: 'note' }],
    ['without hashes', { partialFingerprints: undefined }],
    ['without the index of a rule', { ruleIndex: undefined }],
    ['of a rule that is not described', { ruleId: 'other', ruleIndex: 7 }],
    ['in a line', placed({ region: { startLine: 1 } })],
    ['in an artifact by index as well', placed({ artifactLocation: { index: 0, uri: 'a.js' } })],
    ['with an end that is in its line', placed({ region: { startLine: 2, endColumn: 5 } })],
  ])('%s', (_, change) => {
    const text = JSON.stringify({ ...plain, ...change });
    expect(known(read(text))).toBe(parsed(text));
  });

  it('with white space between the words', () => {
    const text = ` ${JSON.stringify({ ...plain, partialFingerprints: undefined }, null, 2)}\r\n`;
    expect(known(read(text))).toBe(parsed(text));
  });

  it.each<readonly [what: string, given: Given]>([
    [
      'a rule with a level of its own',
      { tool: 'Own', rule: { id: 'no-eval', defaultConfiguration: { level: 'note' } } },
    ],
    ['a tool that we know', { tool: 'ESLint' }],
    ['a workflow that says what they are', { tool: 'Own', context: { kind: 'lint' } }],
    ['a rule with a severity', { tool: 'Own', rule: { id: 'no-eval', properties: { 'security-severity': '9.8' } } }],
  ])('of %s', (_, given) => {
    const text = JSON.stringify({ ...plain, level: undefined });
    expect(known(read(text, reading(given)))).toBe(parsed(text, reading(given)));
  });
});

describe('results are left to a parser', () => {
  it.each<readonly [what: string, change: object]>([
    ['that have more to say', { relatedLocations: [] }],
    ['that are no failure', { kind: 'pass' }],
    ['that are suppressed', { suppressions: [{ kind: 'inSource' }] }],
    ['with a level that SARIF lacks', { level: 'style' }],
    ['without a rule', { ruleId: undefined }],
    ['with an empty message', { message: { text: '' } }],
    ['with a message that has arguments', { message: { text: '{0}', arguments: ['x'] } }],
    ['without a place', { locations: [] }],
    ['in two places', { locations: [location, location] }],
    ['without a line', placed({ region: { charOffset: 3 } })],
    ['in line 0', placed({ region: { startLine: 0 } })],
    ['that end before they start', placed({ region: { startLine: 5, endLine: 4 } })],
    ['in a part of a line', placed({ region: { startLine: 1.5 } })],
    ['outside of the checkout', placed({ artifactLocation: { uri: '../x.js' } })],
    ['on the web', placed({ artifactLocation: { uri: 'https://example.org/x.js' } })],
    ['with hashes whose names are numbers', { partialFingerprints: { 1: 'x' } }],
  ])('%s', (_, change) => {
    expect(read(JSON.stringify({ ...plain, ...change }))).toBeUndefined();
  });

  it.each<readonly [what: string, given: Given]>([
    ['of a rule that seeks credentials', { tool: 'Own', rule: { id: 'no-eval', name: 'hardcoded-password' } }],
    ['of a tool for secrets', { tool: 'gitleaks' }],
    ['of a tool whose message says more', { tool: 'golangci-lint' }],
    ['of a tool for dependencies', { tool: 'Grype' }],
  ])('%s', (_, given) => {
    expect(read(JSON.stringify(plain), reading(given))).toBeUndefined();
  });

  it.each([
    ['an escape that we would not write', '"message":{"text":"a\\u0062"}'],
    ['a slash that is escaped', '"message":{"text":"a\\/b"}'],
    ['a tab as it is', '"message":{"text":"a\tb"}'],
    ['a key twice', '"ruleId":"no-eval","message":{"text":"a"}'],
  ])('with %s', (_, instead) => {
    const text = JSON.stringify({ ...plain, message: 0 }).replace('"message":0', instead);
    expect(read(text)).toBeUndefined();
  });
});

test('a mutant that is read is what a parser makes of it', () => {
  const fraction = randomFrom(seedNumber(scope, 'plain'));
  const random = (below: number) => Math.floor(fraction() * below);
  const wrong: string[] = [];
  let same = 0;
  const run = reading({ tool: 'Own' });
  for (let times = 0; times < 20_000; times += 1) {
    const text = mutant(random, Buffer.from(JSON.stringify(plain))).toString('utf8');
    const result = known(read(text, run));
    if (result === undefined) continue;
    same += 1;
    try {
      if (result !== parsed(text, run)) wrong.push(text);
    } catch {
      wrong.push(text);
    }
  }
  expect({ seed: scope.seed, wrong }).toEqual({ seed: scope.seed, wrong: [] });
  expect(same).toBeGreaterThan(1000);
});

test('those of a report that cannot be read are told from the others, and the first that is no JSON by its place', () => {
  const other = { ...plain, kind: 'open' };
  const texts = [plain, other, plain, plain].map((one) => JSON.stringify(one));
  const report = (results: readonly string[]) => `{"runs":[{"results":[${results.join(',')}]}]}`;
  const { plain: reader } = reading({ tool: 'Own' });
  const all = (text: string) => {
    const cut = cutReport(file(text));
    try {
      return [...cut.resultsBy(0, reader!)];
    } finally {
      cut.close();
    }
  };
  expect(all(report(texts))).toEqual([READ, other, READ, READ]);
  expect(() => all(report([...texts, '{"ruleId":NaN}']))).toThrow('Result 4 of run 0 cannot be read.');
});
