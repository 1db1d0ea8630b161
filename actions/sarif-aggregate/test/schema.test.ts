import { refusedBySchema } from '@actions-aws/testing/sarif';
import { textOf } from './readers/samples/sample.ts';
import { samples } from './readers/samples/samples.ts';
import { sarif } from './support/reports.ts';
import { newWorkspace, type Workspace } from './support/run.ts';

let workspace: Workspace;
let scans: string;
beforeAll(() => {
  workspace = newWorkspace();
  const names = samples.map((sample, index) => {
    workspace.write(`reports/${index}`, textOf(sample));
    return `${sample.tool}/${index}: {report: reports/${index}, manifest: lockfile}`;
  });
  scans = names.join('\n');
});
afterAll(() => workspace.remove());

const schemaRefuses = (text: string) => refusedBySchema(JSON.parse(text));

test('the schema refuses what is no SARIF', () => {
  const wrong = { version: '2.1.0', runs: [{ tool: { driver: {} }, results: [{ message: {}, rank: 'high' }] }] };
  expect(refusedBySchema(wrong).join('\n')).toMatch(/driver .*"name"[\s\S]*rank must be number/);
});

test('an aggregate is SARIF: of all tools, of what is excluded and carried on, and aggregated again', async () => {
  const one = await workspace.run({ scans, exclude: '- rule: "B*"\n- "src/**"' });
  expect(schemaRefuses(one.file('sarif'))).toEqual([]);
  workspace.write('then.sarif', one.file('sarif'));
  const fewer = scans.split('\n').filter((_, index) => index % 2 === 0);
  const two = await workspace.run({ scans: fewer.join('\n'), baseline: 'then.sarif' });
  expect(Number(two.outputs.absent)).toBeGreaterThan(0);
  expect(schemaRefuses(two.file('sarif'))).toEqual([]);
  workspace.write('two.sarif', two.file('sarif'));
  const again = await workspace.run({ scans: 'all: two.sarif' });
  expect(schemaRefuses(again.file('sarif'))).toEqual([]);
});

test('so is one of a scanner’s SARIF with more in it than an aggregate has', async () => {
  const location = { physicalLocation: { artifactLocation: { uri: 'a.js' }, region: { startLine: 2 } } };
  const result = {
    ruleId: 'r',
    message: { text: 'm', markdown: '*m*' },
    kind: 'open',
    rank: 7,
    guid: '11111111-2222-3333-8888-444444444444',
    occurrenceCount: 2,
    hostedViewerUri: 'https://example.com/1',
    locations: [location],
    relatedLocations: [{ ...location, id: 1, message: { text: 'here' } }],
    codeFlows: [{ threadFlows: [{ locations: [{ location, importance: 'essential', nestingLevel: 1 }] }] }],
    suppressions: [{ kind: 'inSource', status: 'accepted', justification: 'fine' }],
    partialFingerprints: { own: '1' },
    fingerprints: { own: '1' },
    properties: { tags: ['a'], more: { x: 1 } },
  };
  workspace.write('own.sarif', sarif('Own', [], { results: [result, { message: { text: 'nowhere' } }] }));
  const ended = await workspace.run({ scans: 'own: own.sarif' });
  expect(ended.outputs.findings).toBe('1');
  expect(schemaRefuses(ended.file('sarif'))).toEqual([]);
});
