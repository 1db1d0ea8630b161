import { sarif } from './support/reports.ts';
import { newWorkspace, type Workspace } from './support/run.ts';

// Tools in containers, and those that scan images, name files that the checkout does not have.
let workspace: Workspace;
beforeEach(() => {
  workspace = newWorkspace();
});
afterEach(() => workspace.remove());

interface Told {
  readonly identity: string;
  readonly path?: string;
  readonly line?: number;
  readonly state: string;
  readonly fate: string;
  readonly blocks?: string;
}

const toldIn = (json: string) => (JSON.parse(json) as { readonly findings: readonly Told[] }).findings;
const places = (json: string) =>
  toldIn(json)
    .map(({ path, line }) => `${path}:${line}`)
    .sort();

const gosec = (...files: readonly string[]) => ({
  'Golang errors': {},
  Issues: files.map((file) => ({
    ...{ severity: 'HIGH', confidence: 'HIGH', cwe: { id: '703', url: '' }, rule_id: 'G104', file, line: '7' },
    ...{ details: 'Errors unhandled.', code: 'x', column: '2', nosec: false, suppressions: null },
  })),
  Stats: { files: 1, lines: 1, nosec: 0, found: files.length },
});
const gitleaks = (...files: readonly string[]) =>
  files.map((File) => ({
    ...{ RuleID: 'aws-access-token', Description: 'AWS', StartLine: 3, EndLine: 3, StartColumn: 1, EndColumn: 9 },
    ...{ Match: 'x', Secret: 'x', File, SymlinkFile: '', Commit: '', Entropy: 3, Author: '', Email: '', Date: '' },
    ...{ Message: '', Tags: [], Fingerprint: `${File}:aws-access-token:3` },
  }));
const checker = (...files: readonly string[]) =>
  sarif(
    'Checker',
    files.map((path) => ({ path, line: 3 })),
  );

test.each([
  ['gosec', gosec('/src/app/a.go', '/src/app/b.go'), ['/src/app/a.go:7', '/src/app/b.go:7']],
  ['gitleaks', gitleaks('/srv/a.env', '/srv/b.env'), ['/srv/a.env:3', '/srv/b.env:3']],
  ['x', checker('file:///srv/a.c', '/srv/b.c'), ['/srv/a.c:3', '/srv/b.c:3']],
  ['x', checker('../a.c', '../b.c'), ['../a.c:3', '../b.c:3']],
])('results of %s in two files elsewhere are two findings, today and in an aggregate', async (scan, report, found) => {
  workspace.write('report.json', report);
  const first = await workspace.run({ scans: `${scan}: report.json` });
  expect(places(first.file('json'))).toEqual(found);
  // A relative reference that begins with a slash is none of SARIF's.
  expect(first.file('sarif')).not.toMatch(/"uri":"\//);
  workspace.write('aggregate.sarif', first.file('sarif'));
  const again = await workspace.run({ scans: 'all: aggregate.sarif' });
  expect(again.file('sarif')).toBe(first.file('sarif'));
  expect(places(again.file('json'))).toEqual(found);
});

test('one that goes elsewhere and another that comes there are a fixed one and a new one', async () => {
  workspace.write('report.json', gosec('/src/app/a.go'));
  const first = await workspace.run({ scans: 'gosec: report.json' });
  workspace.write('baseline.sarif', first.file('sarif'));
  workspace.write('report.json', gosec('/src/app/b.go'));
  const second = await workspace.run({ scans: 'gosec: report.json', baseline: 'baseline.sarif' });
  expect(second.outputs).toMatchObject({ new: '1', fixed: '1' });
});

test('of two secrets elsewhere the one that is accepted leaves the other blocking', async () => {
  workspace.write('report.json', gitleaks('/srv/a.env', '/srv/b.env'));
  const first = await workspace.run({ scans: 'gitleaks: report.json' });
  const identity = toldIn(first.file('json')).find(({ path }) => path === '/srv/a.env')?.identity;
  const entry = { identity, owner: 'team', reason: 'a test', expiry: '2027-01-31' };
  workspace.write('accepted.yml', JSON.stringify([entry]));
  const second = await workspace.run({ scans: 'gitleaks: report.json', accept: 'accepted.yml' });
  expect(second.outputs).toMatchObject({ verdict: 'block', blocking: '1' });
});

const trufflehog = (...sources: readonly object[]) =>
  sources
    .map((Data) => JSON.stringify({ SourceMetadata: { Data }, DetectorName: 'AWS', DecoderName: 'PLAIN', Raw: 'x' }))
    .join('\n');

test.each([
  ['messages', { Slack: { channel_id: 'C1', timestamp: '1' } }, { Slack: { channel_id: 'C1', timestamp: '2' } }],
  ['buckets', { S3: { bucket: 'a', file: 'k' } }, { S3: { bucket: 'b', file: 'k' } }],
  ['images', { Docker: { image: 'a', file: '/app/.env' } }, { Docker: { image: 'b', file: '/app/.env' } }],
])('secrets of two %s, as TruffleHog finds them, are two findings', async (_, one, other) => {
  workspace.write('lines', trufflehog(one, other, one));
  const { file, outputs } = await workspace.run({ scans: 'trufflehog: lines' });
  expect(outputs).toMatchObject({ verdict: 'block', blocking: '2' });
  workspace.write('aggregate.sarif', file('sarif'));
  const again = await workspace.run({ scans: 'all: aggregate.sarif' });
  expect(again.file('sarif')).toBe(file('sarif'));
});

const checkov = (...files: readonly string[]) =>
  sarif(
    'checkov',
    files.map((path) => ({ rule: 'CKV_AWS_1', path, line: 3 })),
  );

test.each([
  ['gitleaks', gitleaks('/srv/a.env', '/srv/b.env'), ['/srv/a.env:3', '/srv/b.env:3']],
  ['gosec', gosec('/src/app/a.go', '/src/app/b.go'), ['/src/app/a.go:7', '/src/app/b.go:7']],
  ['checkov', checkov('/srv/a.tf', '/srv/b.tf'), ['/srv/a.tf:3', '/srv/b.tf:3']],
])('what %s found in files elsewhere is not what a manifest carries', async (tool, report, found) => {
  workspace.write('report', report);
  const { file } = await workspace.run({ scans: `${tool}: {report: report, manifest: go.mod}` });
  expect(places(file('json'))).toEqual(found);
});

test('secrets in files of an image are in no file of the checkout, and not in its Dockerfile', async () => {
  const results = ['app/a.env', 'app/b.env'].map((path) => ({ rule: 'aws-access-key-id', path, line: 3 }));
  const rules = [{ id: 'aws-access-key-id', name: 'Secret' }];
  const tool = { driver: { name: 'Trivy', version: '0.68.0', rules } };
  workspace.write('report', sarif('Trivy', results, { tool, properties: { imageName: 'org/app:1' } }));
  const found = ['image://org/app/app/a.env:3', 'image://org/app/app/b.env:3'];
  for (const manifest of ['', ', manifest: Dockerfile']) {
    const first = await workspace.run({ scans: `trivy: {report: report${manifest}}` });
    expect(places(first.file('json'))).toEqual(found);
    workspace.write('aggregate.sarif', first.file('sarif'));
    const again = await workspace.run({ scans: 'all: aggregate.sarif' });
    expect(again.file('sarif')).toBe(first.file('sarif'));
  }
});

const key = { RuleID: 'aws-access-key-id', Severity: 'CRITICAL', Title: 'AWS', StartLine: 3, EndLine: 3 };
const root = { ID: 'DS-0002', Title: 'User is root', Message: 'Specify a USER.', Severity: 'HIGH', Status: 'FAIL' };
const inImage = (name: string, ...results: readonly object[]) => ({
  ...{ SchemaVersion: 2, ArtifactName: name, ArtifactType: 'container_image' },
  Results: results,
});
const inObject = (name: string, ...results: readonly object[]) => ({
  ...{ Namespace: 'shop', Kind: 'Deployment', Name: name },
  Results: results,
});
const ofSarif = (path: string, image: string) =>
  sarif('Trivy', [{ rule: 'aws-access-key-id', path, line: 3 }], {
    tool: { driver: { name: 'Trivy', version: '0.68.0', rules: [{ id: 'aws-access-key-id', name: 'Secret' }] } },
    properties: { imageName: image },
  });

/** Two reports of Trivy on what is not the checkout, and where that is. */
const elsewhere: readonly (readonly [what: string, one: object, other: object, found: readonly string[]])[] = [
  [
    'secrets in files of images',
    inImage('org/api:1', { Target: '/app/.env', Class: 'secret', Secrets: [key] }),
    inImage('org/web:2', { Target: '/app/.env', Class: 'secret', Secrets: [key] }),
    ['image://org/api/app/.env:3', 'image://org/web/app/.env:3'],
  ],
  [
    'secrets in files of images, in SARIF',
    ofSarif('/app/.env', 'org/api:1'),
    ofSarif('app/.env', 'org/web:2'),
    ['image://org/api/app/.env:3', 'image://org/web/app/.env:3'],
  ],
  [
    'configurations of images themselves',
    inImage('org/api:1', { Target: 'org/api:1 (dockerfile)', Class: 'config', Misconfigurations: [root] }),
    inImage('org/web:2', { Target: 'org/web:2 (dockerfile)', Class: 'config', Misconfigurations: [root] }),
    ['undefined:undefined', 'undefined:undefined'],
  ],
  [
    'configurations in files of images',
    inImage('org/api:1', { Target: 'srv/Dockerfile', Class: 'config', Misconfigurations: [root] }),
    inImage('org/web:2', { Target: 'srv/Dockerfile', Class: 'config', Misconfigurations: [root] }),
    ['image://org/api/srv/Dockerfile:undefined', 'image://org/web/srv/Dockerfile:undefined'],
  ],
];

test.each(elsewhere)('%s, as Trivy tells them, are those of one each', async (_, one, other, found) => {
  workspace.write('one', one);
  workspace.write('other', other);
  const first = await workspace.run({ scans: 'trivy/one: one\ntrivy/other: other' });
  expect(first.outputs).toMatchObject({ findings: '2' });
  expect(places(first.file('json')).toSorted()).toEqual(found);
  workspace.write('aggregate.sarif', first.file('sarif'));
  const again = await workspace.run({ scans: 'all: aggregate.sarif' });
  expect(again.file('sarif')).toBe(first.file('sarif'));
  // The next build of an image is the same image.
  workspace.write('one', JSON.parse(JSON.stringify(one).replaceAll('org/api:1', 'org/api:7')));
  const later = await workspace.run({ scans: 'trivy/one: one\ntrivy/other: other', baseline: 'aggregate.sarif' });
  expect(later.outputs).toMatchObject({ new: '0', fixed: '0' });
});

test('what Trivy found in two objects of a cluster is told apart, and what is in one image is one', async () => {
  const secrets = { Target: '/app/.env', Class: 'secret', Secrets: [key] };
  const system = { Target: 'redis:6 (debian 12)', Class: 'os-pkgs', Vulnerabilities: [] };
  const cause = { ...root, CauseMetadata: { Resource: 'web' } };
  const config = (name: string) => ({
    Target: `Deployment/${name}`,
    Class: 'config',
    Misconfigurations: [root, cause],
  });
  workspace.write('cluster', {
    ClusterName: 'test',
    Resources: [
      inObject('api', secrets, config('api')),
      inObject('web', secrets, config('web')),
      inObject('cache', system, secrets),
      inObject('queue', system, secrets),
    ],
  });
  const { file } = await workspace.run({ scans: 'trivy: cluster' });
  expect(places(file('json')).toSorted()).toEqual([
    'cluster://shop/Deployment/api/app/.env:3',
    'cluster://shop/Deployment/web/app/.env:3',
    'image://redis/app/.env:3',
    ...Array.from({ length: 4 }, () => 'undefined:undefined'),
  ]);
});

test.each([
  ['a bucket', { S3: { bucket: 'a', file: 'src/k.env', line: 2 } }, 'trufflehog://S3/src/k.env:2'],
  ['an image', { Docker: { image: 'a', file: '/app/.env' } }, 'trufflehog://Docker/app/.env:undefined'],
  ['a comment', { Github: { link: 'a', file: 'a.md', line: 1 } }, 'trufflehog://Github/a.md:1'],
  ['a history', { Github: { commit: 'c1', file: 'a.md', line: 1 } }, 'a.md:1'],
  ['a folder', { Filesystem: { file: 'src/k.env', line: 2 } }, 'src/k.env:2'],
])('a path of %s, as TruffleHog tells it, is what it is', async (_, source, place) => {
  workspace.write('lines', trufflehog(source));
  const { file } = await workspace.run({ scans: 'trufflehog: {report: lines, root: .}' });
  expect(places(file('json'))).toEqual([place]);
  workspace.write('aggregate.sarif', file('sarif'));
  const again = await workspace.run({ scans: 'all: aggregate.sarif' });
  expect(places(again.file('json'))).toEqual([place]);
});

test.each([
  ['messages', 'x', [{ message: 'One.' }, { message: 'Two.' }, { message: 'One.' }], 2],
  ['messages of a configuration', 'checkov', [{ message: 'One.' }, { message: 'Two.' }, { message: 'One.' }], 2],
  ['rules of secrets', 'gitleaks', [{ rule: 'one' }, { rule: 'two' }, { rule: 'one', message: 'Two.' }], 2],
])('results that have no place at all are told apart by their %s', async (_, tool, results, found) => {
  const name = tool === 'x' ? 'Checker' : tool;
  for (const manifest of ['', ', manifest: go.mod']) {
    const scans = `${tool}: {report: report${manifest}}`;
    workspace.write('report', sarif(name, results));
    const first = await workspace.run({ scans });
    expect(first.outputs).toMatchObject({ findings: `${found}` });
    workspace.write('aggregate.sarif', first.file('sarif'));
    const again = await workspace.run({ scans: 'all: aggregate.sarif' });
    expect(again.file('sarif')).toBe(first.file('sarif'));
    workspace.write('report', sarif(name, results.toReversed().slice(1)));
    const later = await workspace.run({ scans, baseline: 'aggregate.sarif' });
    expect(later.outputs).toMatchObject({ new: '0', fixed: '0' });
  }
});

test('secrets of a file without a line are told apart by their rules', async () => {
  const line = (DetectorName: string) => ({
    SourceMetadata: { Data: { Filesystem: { file: 'a.env' } } },
    DetectorName,
    Raw: 'x',
  });
  workspace.write('report', [line('AWS'), line('AWS')].map((one) => JSON.stringify(one)).join('\n'));
  const scans = 'trufflehog: report';
  const first = await workspace.run({ scans });
  const [known] = toldIn(first.file('json'));
  workspace.write('accepted.yml', [
    { identity: known?.identity, owner: 'team', reason: 'a test', expiry: '2027-01-31' },
  ]);
  workspace.write('aggregate.sarif', first.file('sarif'));
  workspace.write('report', [line('AWS'), line('Github')].map((one) => JSON.stringify(one)).join('\n'));
  const later = await workspace.run({ scans, accept: 'accepted.yml', baseline: 'aggregate.sarif' });
  expect(later.outputs).toMatchObject({ verdict: 'block', blocking: '1', findings: '1', new: '1', fixed: '0' });
  workspace.write('again.sarif', later.file('sarif'));
  expect((await workspace.run({ scans: 'all: again.sarif', accept: 'accepted.yml' })).file('sarif')).toBe(
    later.file('sarif'),
  );
});

test('results that have no place but a name in the code are told apart by it', async () => {
  const results = ['a.One', 'a.Two', 'a.One'].map((fullyQualifiedName) => ({
    ...{ ruleId: 'R1', level: 'error', message: { text: 'It may fail.' } },
    locations: [{ logicalLocations: [{ fullyQualifiedName }] }],
  }));
  workspace.write('report', sarif('Checker', [], { results }));
  const first = await workspace.run({ scans: 'x: report' });
  expect(first.outputs).toMatchObject({ findings: '2' });
  workspace.write('aggregate.sarif', first.file('sarif'));
  const again = await workspace.run({ scans: 'all: aggregate.sarif' });
  expect(again.file('sarif')).toBe(first.file('sarif'));
});
