import { at, type Repository, report, repositoryIn } from './support/repository.ts';
import { type UploadWorld, uploadWorld } from './support/world.ts';

let world: UploadWorld;
let repository: Repository;
beforeEach(async () => {
  world = await uploadWorld();
  repository = repositoryIn(world);
});
afterEach(() => world.stop());

const lines = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => `const v${from + index} = ${index};\n`).join('');
const app = `${lines(9)}eval(v1);\n${lines(200, 100)}`;

test('code that moves by seven lines keeps its alert', async () => {
  repository.push({ 'src/app.js': app });
  const first = await repository.upload({ 'lint.sarif': report('Lint', [at('no-eval', 'src/app.js', 10)]) });
  expect([first.failure, first.outputs.outcome]).toEqual(['', 'uploaded']);
  expect(await repository.alerts()).toEqual(['open no-eval src/app.js:10']);
  repository.push({ 'src/app.js': lines(7, 900) + app });
  await repository.upload({ 'lint.sarif': report('Lint', [at('no-eval', 'src/app.js', 17)]) });
  expect(await repository.alerts()).toEqual(['open no-eval src/app.js:17']);
});

test('a file that is renamed has a new alert, and the old one is fixed', async () => {
  repository.push({ 'src/app.js': app });
  await repository.upload({ 'lint.sarif': report('Lint', [at('no-eval', 'src/app.js', 10)]) });
  repository.push({ 'src/app.js': undefined, 'src/main.js': app });
  await repository.upload({ 'lint.sarif': report('Lint', [at('no-eval', 'src/main.js', 10)]) });
  expect(await repository.alerts()).toHaveLength(2);
  expect(await repository.alerts()).toEqual(
    expect.arrayContaining(['fixed no-eval src/app.js:10', 'open no-eval src/main.js:10']),
  );
});

describe('a lockfile', () => {
  const lock = (version: string) => `{ "name": "search", "version": "${version}" }\n`;
  /** As Trivy 0.74 writes it: every package is on line 1, and the message says which. */
  const found = (id: string, name: string, version: string) =>
    at(id, 'package-lock.json', 1, {
      message: {
        text: `Package: ${name}\nInstalled Version: ${version}\nVulnerability ${id}\nSeverity: HIGH\nFixed Version: 9.9.9`,
      },
    });
  const trivy = (...results: ReturnType<typeof found>[]) => ({ 'trivy.sarif': report('Trivy', results) });

  test('whose version changes keeps its alerts, one for each package', async () => {
    repository.push({ 'package-lock.json': lock('1.0.0') });
    await repository.upload(
      trivy(found('CVE-2026-1', 'lodash', '4.17.20'), found('CVE-2026-1', 'lodash-es', '4.17.20')),
    );
    const before = await repository.alerts();
    expect(before).toEqual(['open CVE-2026-1 package-lock.json:1', 'open CVE-2026-1 package-lock.json:1']);
    repository.push({ 'package-lock.json': lock('1.0.1') });
    await repository.upload(
      trivy(found('CVE-2026-1', 'lodash', '4.17.21'), found('CVE-2026-1', 'lodash-es', '4.17.20')),
    );
    expect(await repository.alerts()).toEqual(before);
    repository.push({ 'package-lock.json': lock('1.0.2') });
    await repository.upload(trivy(found('CVE-2026-1', 'lodash-es', '4.17.20')));
    expect(await repository.alerts()).toEqual([
      'fixed CVE-2026-1 package-lock.json:1',
      'open CVE-2026-1 package-lock.json:1',
    ]);
  });
});

test('a tool that is missing, or that did not see everything, closes nothing; one that finds nothing does', async () => {
  repository.push({ 'src/app.js': app });
  const lint = report('Lint', [at('no-eval', 'src/app.js', 10)]);
  const scan = report('Scan', [at('sqli', 'src/app.js', 11)]);
  await repository.upload({ 'lint.sarif': lint, 'scan.sarif': scan });
  const both = ['open no-eval src/app.js:10', 'open sqli src/app.js:11'];
  expect(await repository.alerts()).toEqual(both);
  await repository.upload({ 'lint.sarif': lint });
  expect(await repository.alerts()).toEqual(both);
  const torn = report('Scan', [], { invocations: [{ executionSuccessful: false }] });
  const ended = await repository.upload({ 'lint.sarif': lint, 'scan.sarif': torn });
  expect([ended.outputs.outcome, await repository.alerts()]).toEqual(['rejected', both]);
  expect(ended.failure).toContain('Scan without a category');
  const half = JSON.stringify(scan).slice(0, 90);
  expect((await repository.upload({ 'lint.sarif': lint, 'scan.sarif': half })).failure).toContain('scan.sarif');
  expect(await repository.alerts()).toEqual(both);
  expect((await repository.upload({ 'scan.sarif': report('Scan', []) })).outputs.outcome).toBe('uploaded');
  expect(await repository.alerts()).toEqual([both[0], 'fixed sqli src/app.js:11']);
});

test('a failure that is written as a result keeps the run out', async () => {
  repository.push({ 'main.go': 'package main\n' });
  await repository.upload({ 'go.sarif': report('golangci-lint', [at('errcheck', 'main.go', 1)]) });
  const ended = await repository.upload({ 'go.sarif': report('golangci-lint', [at('typecheck', 'main.go', 1)]) });
  expect(ended.outputs.outcome).toBe('rejected');
  expect(await repository.alerts()).toEqual(['open errcheck main.go:1']);
});

test('of 5,001 results all but the least severe have alerts, and what was left out is said', async () => {
  repository.push({ 'src/app.js': lines(5001) });
  const results = Array.from({ length: 5001 }, (_, index) =>
    at('r', 'src/app.js', index + 1, { level: index === 2500 ? 'note' : 'error' }),
  );
  const ended = await repository.upload({ 'lint.sarif': report('Lint', results) });
  expect(ended.outputs).toMatchObject({ outcome: 'uploaded', sent: '5000', 'left-out': '{"above a limit":1}' });
  expect(ended.summary).toContain('1 above a limit');
  const [analysis] = JSON.parse(ended.outputs.analyses ?? '[]');
  expect(analysis).toMatchObject({ tool: 'Lint', category: '', results: 5000 });
});

test('what is suppressed has no alert, and one that becomes suppressed is fixed', async () => {
  repository.push({ 'src/app.js': app });
  await repository.upload({ 'lint.sarif': report('Lint', [at('no-eval', 'src/app.js', 10)]) });
  const suppressions = [{ kind: 'inSource' as const }];
  const ended = await repository.upload({
    'lint.sarif': report('Lint', [at('no-eval', 'src/app.js', 10, { suppressions })]),
  });
  expect(ended.outputs).toMatchObject({ sent: '0', 'left-out': '{"suppressed":1}' });
  expect(await repository.alerts()).toEqual(['fixed no-eval src/app.js:10']);
});

test('one result without a place keeps no other out, and is named', async () => {
  repository.push({ 'src/app.js': app });
  const results = [
    { ruleId: 'lost', message: { text: 'somewhere' } },
    at('no-eval', 'src/app.js', 10),
    at('out', '/etc/passwd', 1),
  ];
  const ended = await repository.upload({ 'lint.sarif': report('Lint', results) });
  expect(ended.outputs).toMatchObject({ outcome: 'uploaded', sent: '1', 'left-out': '{"no place":2}' });
  expect(ended.summary).toContain('`lost`');
  expect(ended.log).toContain('lost, out');
  expect(await repository.alerts()).toEqual(['open no-eval src/app.js:10']);
});

describe('pushes out of order', () => {
  test('the run of an older commit comes late: nothing of it is sent', async () => {
    const older = repository.push({ 'src/app.js': app });
    repository.push({ 'src/app.js': lines(9) });
    await repository.upload({ 'lint.sarif': report('Lint', []) });
    const late = await repository.upload(
      { 'lint.sarif': report('Lint', [at('no-eval', 'src/app.js', 10)]) },
      { sha: older },
    );
    expect(late.outputs.outcome).toBe('superseded');
    expect(await repository.alerts()).toEqual([]);
  });
});

test('a category is that of the run, else what the workflow gives; two runs of one are an error before anything is sent', async () => {
  repository.push({ 'src/app.js': app });
  const named = report('Lint', [], { automationDetails: { id: 'own/2026-01-01' } });
  const bare = report('Lint', [], { automationDetails: { description: { text: 'no id' } } });
  const ended = await repository.upload({ 'a.sarif': named, 'b.sarif': bare }, { inputs: { category: 'given' } });
  const categories = (JSON.parse(ended.outputs.analyses ?? '[]') as { category: string }[]).map(
    ({ category }) => category,
  );
  expect(categories).toEqual(['own', 'given']);
  const asked = world.local.requests.length;
  const twice = await repository.upload({ 'a.sarif': bare, 'b.sarif': bare });
  expect(twice.failure).toMatch(/run 1 of .*a\.sarif and run 1 of .*b\.sarif are both Lint without a category/);
  const needless = await repository.upload({ 'a.sarif': named }, { inputs: { category: 'given' } });
  expect(needless.failure).toContain('each names its own');
  expect(world.local.requests).toHaveLength(asked);
});

test('a dry run is green, and warns of a scan that would not be sent', async () => {
  repository.push({ 'src/app.js': app });
  const torn = report('Scan', [], { invocations: [{ executionSuccessful: false }] });
  const inputs = { 'dry-run': 'true' };
  const ended = await repository.upload({ 'lint.sarif': report('Lint', []), 'scan.sarif': torn }, { inputs });
  expect([ended.outputs.outcome, ended.failure]).toEqual(['planned', '']);
  expect(ended.warnings).toEqual([expect.stringContaining('Scan without a category is not sent')]);
  expect(ended.summary).toContain('not sent');
});
