import { type Fields, logOf, result, resultAt, rule, runOf } from '../support/sarif.ts';
import { type Scanning, scanning } from '../support/scanning.ts';

let the: Scanning;
beforeAll(async () => {
  the = await scanning({
    caps: {
      sarifResults: 6,
      sarifRules: 4,
      sarifExtensions: 2,
      sarifLocations: 2,
      sarifAllLocations: 3,
      sarifFlowLocations: 5,
    },
  });
});
afterAll(() => the.stop());

const place = (physicalLocation: Fields) => result({ locations: [{ physicalLocation }] });
const many = (count: number) => Array.from({ length: count }, (_, index) => resultAt('src/a.js', index + 1));
const rules = (count: number) => Array.from({ length: count }, (_, index) => rule({ id: `rule-${index}` }));
const tagged = (count: number) =>
  rule({ properties: { tags: Array.from({ length: count }, (_, index) => `t${index}`) } });
const scored = (score: unknown) => rule({ properties: { tags: ['security'], 'security-severity': score } });
const extended = (count: number, more: Fields = {}) => ({
  tool: { driver: { name: 'scanner' }, extensions: Array.from({ length: count }, () => ({ name: 'more', ...more })) },
});
const steps = (count: number) => ({ locations: Array.from({ length: count }, () => ({})) });
const ofTools = (count: number) => Array.from({ length: count }, (_, index) => runOf({ tool: `tool ${index}` }));
const parseError = 'parsing restricted subset of SARIF data has failed: parse error: ';

test.each<[string, unknown, readonly string[]]>([
  ['no JSON', '{"version": "2.1.0", "runs": [', [parseError]],
  ['nothing', '', [parseError]],
  ['a byte-order mark', `\ufeff${JSON.stringify(logOf(runOf()))}`, [parseError]],
  ['not a number', '{"version": NaN}', [parseError]],
  [
    'a deep list for a text',
    `{"version": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`,
    [`${parseError}expected string`],
  ],
  ['another version', { ...logOf(runOf()), version: '2.0.0' }, ["unsupported SARIF version '2.0.0'"]],
  ['no runs', logOf(), ['expected at least one run']],
  ['a tool without a name', logOf(runOf({ tool: '' })), ['expected the name of a tool']],
  ['a run without a tool', logOf(runOf({ rest: { tool: {} } })), ['expected tool.driver']],
  ['results that are no list', logOf(runOf({ rest: { results: {} } })), [`${parseError}expected array near results`]],
  [
    'a result that is no object',
    logOf(runOf({ rest: { results: ['x'] } })),
    [`${parseError}expected object near results`],
  ],
  [
    'a score as a number',
    logOf(runOf({ rules: [scored(6.5)] })),
    [`${parseError}expected string near security-severity of '6.5'`],
  ],
  [
    'an index out of range',
    logOf(runOf({ results: [result({ ruleIndex: 2 ** 64 })] })),
    [`${parseError}expected integer`],
  ],
  ['an index of no rule', logOf(runOf({ results: [result({ ruleIndex: 7 })] })), ['rule index 7 is of no rule']],
  ['a level that is none', logOf(runOf({ results: [result({ level: 'high' })] })), [`${parseError}no level 'high'`]],
  ['a result without a message', logOf(runOf({ results: [result({ message: {} })] })), ['expected a result message']],
  ['a message by its id', logOf(runOf({ results: [result({ message: { id: 'x' } })] })), ['expected a result message']],
  ['21 runs', logOf(...ofTools(21)), ['rejecting SARIF, as there are more runs than allowed (21 > 20)']],
  ['too many results', logOf(runOf({ results: many(7) })), ['there are more results per run than allowed (7 > 6)']],
  ['too many rules', logOf(runOf({ rules: rules(5) })), ['there are more rules per run than allowed (5 > 4)']],
  [
    'too many extensions',
    logOf(runOf({ rest: extended(3) })),
    ['there are more extensions per run than allowed (3 > 2)'],
  ],
  [
    'too many rules of extensions',
    logOf(runOf({ rest: extended(2, { rules: rules(3) }) })),
    ['there are more rules per run than allowed (6 > 4)'],
  ],
  ['too many tags', logOf(runOf({ rules: [tagged(11)] })), ['there are more tags per rule than allowed (11 > 10)']],
  [
    'too many locations',
    logOf(runOf({ results: [result({ locations: [{}, {}, {}] })] })),
    ['there are more locations per result than allowed (3 > 2)'],
  ],
  [
    'too many locations with those that are related',
    logOf(runOf({ results: [result({ relatedLocations: [{}, {}, {}] })] })),
    ['there are more locations per result than allowed (4 > 3)'],
  ],
  [
    'too many steps',
    logOf(runOf({ results: [result({ codeFlows: [{ threadFlows: [steps(3)] }, { threadFlows: [steps(3)] }] })] })),
    ['there are more threadflow steps per result than allowed (6 > 5)'],
  ],
  [
    'one tool twice',
    logOf(runOf({ id: 'a/1' }), runOf({ id: 'a/2' })),
    ['A delivery cannot contain multiple runs with the same category'],
  ],
  [
    'one tool twice without a category',
    logOf(runOf({ id: 'one' }), runOf()),
    ['A delivery cannot contain multiple runs with the same category'],
  ],
  [
    'two results without a location among others',
    logOf(runOf({ results: [result(), result({ locations: [] }), result({ locations: undefined })] })),
    [
      'locationFromSarifResult: expected at least one location',
      'locationFromSarifResult: expected at least one location',
    ],
  ],
  [
    'a logical location alone',
    logOf(runOf({ results: [result({ locations: [{ logicalLocations: [{ name: 'x' }] }] })] })),
    ['locationFromSarifResult: expected a physical location'],
  ],
  [
    'a place without a file',
    logOf(runOf({ results: [place({ region: { startLine: 1 } })] })),
    ['locationFromSarifResult: expected artifact location'],
  ],
  [
    'an empty URI with a base',
    logOf(runOf({ results: [place({ artifactLocation: { uri: '', uriBaseId: 'ROOT' }, region: { startLine: 1 } })] })),
    ['locationFromSarifResult: expected artifact location'],
  ],
  [
    'a place without a line',
    logOf(runOf({ results: [place({ artifactLocation: { uri: 'a.js' } }), resultAt('a.js', 0)] })),
    [
      'locationFromSarifResult: expected a region with a start line',
      'locationFromSarifResult: expected a region with a start line',
    ],
  ],
])('%s: the whole file is refused', async (_, document, errors) => {
  const before = (await the.uploaded(logOf(runOf({ tool: 'before' })))).processing_status;
  const { processing_status, errors: said } = await the.uploaded(document);
  expect([before, processing_status]).toEqual(['complete', 'failed']);
  expect(said).toHaveLength(errors.length);
  expect(said).toEqual(errors.map((error) => expect.stringContaining(error)));
});

test.each<[string, Fields, Fields, readonly string[] | null]>([
  ['a file of the checkout', resultAt('file:///service/src/a.js', 1), { checkout_uri: 'file:///service' }, null],
  ['a file beside it', resultAt('file:///tmp/a.js', 1), { checkout_uri: 'file:///service/' }, null],
  ['an absolute URI without a checkout', resultAt('https://example.com/a.js', 1), {}, null],
  [
    'another scheme',
    resultAt('https://example.com/a.js', 1),
    { checkout_uri: 'file:///service/' },
    ['SARIF URI scheme "https" did not match the checkout URI scheme "file"'],
  ],
  [
    'the name of an image',
    resultAt('debian:10', 1),
    { checkout_uri: 'file:///service/' },
    ['SARIF URI scheme "debian" did not match the checkout URI scheme "file"'],
  ],
  [
    'another scheme in a related location',
    result({ relatedLocations: [{ physicalLocation: { artifactLocation: { uri: 'git://x' } } }] }),
    { checkout_uri: 'file:///service/' },
    ['SARIF URI scheme "git" did not match the checkout URI scheme "file"'],
  ],
])('%s', async (_, one, given, errors) => {
  const { errors: said } = await the.uploaded(logOf(runOf({ results: [one] })), given);
  expect(said).toEqual(errors);
});

test('the working directory of the run stands for the checkout', async () => {
  const rest = { invocations: [{ executionSuccessful: true, workingDirectory: { uri: 'file:///service' } }] };
  const { errors } = await the.uploaded(logOf(runOf({ rest, results: [resultAt('git://x/a.js', 1)] })));
  expect(errors).toEqual(['SARIF URI scheme "git" did not match the checkout URI scheme "file"']);
});

test('a rule that cannot be shown keeps its own run out, and the others land', async () => {
  const upload = await the.uploaded(
    logOf(runOf({ tool: 'good' }), runOf({ tool: 'bad', rules: [scored('Medium')] }), runOf({ tool: 'better' })),
  );
  expect(upload).toMatchObject({
    processing_status: 'failed',
    errors: ['could not convert rules: invalid security severity value, is not a number: Medium'],
  });
  const address = String(upload.analyses_url).split('/code-scanning')[1] ?? '';
  const { list } = await the.ask('GET', `${address}&direction=asc`);
  expect(list.map(({ tool, error, results_count }) => [(tool as Fields).name, error === '', results_count])).toEqual([
    ['good', true, 1],
    ['bad', false, 0],
    ['better', true, 1],
  ]);
});

test.each([
  [5000, { processing_status: 'complete', errors: null }, { results_count: 5000, warning: '' }],
  [5001, { processing_status: 'complete', errors: null }, { results_count: 5000, warning: '1 results were ignored' }],
  [
    25_000,
    { processing_status: 'complete', errors: null },
    { results_count: 5000, warning: '20000 results were ignored' },
  ],
  [
    25_001,
    {
      processing_status: 'failed',
      errors: ['rejecting SARIF, as there are more results per run than allowed (25001 > 25000)'],
    },
    { results_count: 0 },
  ],
])('%d results, by the limits that GitHub has', async (count, upload, analysis) => {
  const real = await scanning();
  try {
    expect(await real.uploaded(logOf(runOf({ results: many(count) })))).toMatchObject(upload);
    expect((await real.ask('GET', '/analyses')).list).toMatchObject([analysis]);
  } finally {
    await real.stop();
  }
});

test('a refused file is listed with its error, and changes no alert', async () => {
  const open = async () => (await the.ask('GET', '/alerts?tool_name=steady&state=open')).list.length;
  await the.uploaded(logOf(runOf({ tool: 'steady' })));
  expect(await open()).toBe(1);
  await the.uploaded(logOf(runOf({ tool: 'steady', results: [result({ locations: [] })] })));
  expect(await open()).toBe(1);
  const { list } = await the.ask('GET', '/analyses?tool_name=steady');
  expect(list).toMatchObject([
    { error: 'locationFromSarifResult: expected at least one location', results_count: 0, rules_count: 0 },
    { error: '', results_count: 1, rules_count: 1 },
  ]);
});

test('results of CodeQL are refused where its default setup is on', async () => {
  the.github.setCodeScanning({ defaultSetup: true });
  expect((await the.uploaded(logOf(runOf({ tool: 'CodeQL' })))).errors).toEqual([
    'Upload with CodeQL results rejected due to "default setup"',
  ]);
  expect((await the.uploaded(logOf(runOf()))).errors).toBeNull();
  the.github.setCodeScanning({ defaultSetup: false });
});

test('with validate, all that is required has to be there', async () => {
  const full = { validate: true };
  expect((await the.uploaded(logOf(runOf()), full)).errors).toBeNull();
  const bare = runOf({ rules: [{ id: 'no-eval' }], results: [resultAt('src/a.js', 1)] });
  expect((await the.uploaded(logOf(bare))).errors).toBeNull();
  expect((await the.uploaded({ version: '2.1.0', runs: [bare] }, full)).errors).toEqual([
    '$schema is required',
    'runs[0].rules[0].shortDescription.text is required',
    'runs[0].rules[0].fullDescription.text is required',
    'runs[0].rules[0].help.text is required',
    'runs[0].results[0].partialFingerprints.primaryLocationLineHash is required',
    'runs[0].results[0].region.startColumn is required',
    'runs[0].results[0].region.endLine is required',
    'runs[0].results[0].region.endColumn is required',
  ]);
});
