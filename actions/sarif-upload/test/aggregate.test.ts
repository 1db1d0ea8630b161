import { MARK } from '@actions-aws/findings';
import { aggregate, marked } from './support/aggregate.ts';
import { type Repository, repositoryIn } from './support/repository.ts';
import { dependencyOf } from './support/results.ts';
import { type UploadWorld, uploadWorld } from './support/world.ts';

let world: UploadWorld;
let repository: Repository;
beforeEach(async () => {
  world = await uploadWorld();
  repository = repositoryIn(world);
  repository.push({ 'src/app.js': 'eval(a)\n\n\neval(b)\n' });
});
afterEach(() => world.stop());

test('what is open is sent, under the scan’s name, and what the aggregate decided of the others is kept', async () => {
  const ended = await repository.upload(
    aggregate([
      marked({ rule: 'open' }),
      marked({ rule: 'accepted', line: 4 }, { fate: 'accepted' }),
      marked({ rule: 'excluded', line: 4 }, { fate: 'excluded' }),
      marked({ rule: 'suppressed', line: 4, suppressed: true }, { fate: 'suppressed' }),
      marked({ rule: 'absent', line: 4 }, { state: 'absent' }),
      marked({ rule: 'lost', path: null }),
    ]),
  );
  expect(ended.failure).toBe('');
  expect(ended.outputs).toMatchObject({
    outcome: 'uploaded',
    'left-out': '{"accepted":1,"excluded":1,"suppressed":1,"absent":1,"no place":1}',
  });
  expect(JSON.parse(ended.outputs.analyses ?? '')).toEqual([
    expect.objectContaining({ category: 'lint/app', results: 1 }),
  ]);
  expect(await repository.alerts()).toEqual(['open open src/app.js:1']);
});

const failures = [{ kind: 'partial' as const, message: 'One file could not be read.' }];

test('a scan that is incomplete is not sent, and its alerts stay', async () => {
  await repository.upload(aggregate([marked({})]));
  const ended = await repository.upload(aggregate([], { complete: false, failures }));
  expect([ended.outputs.outcome, ended.failure]).toEqual([
    'rejected',
    expect.stringContaining('One file could not be read.'),
  ]);
  expect(await repository.alerts()).toEqual(['open r src/app.js:1']);
});

test('a scan that saw a part, as the workflow allows, is sent, and what it may not have seen stays open', async () => {
  await repository.upload(aggregate([marked({}), marked({ rule: 'other', line: 4 })]));
  const seen = [marked({ rule: 'other', line: 4 }, { state: 'unchanged' }), marked({}, { state: 'absent' })];
  const ended = await repository.upload(aggregate(seen, { failures }));
  expect(ended.outputs).toMatchObject({ outcome: 'uploaded', sent: '2' });
  expect(await repository.alerts()).toEqual(expect.arrayContaining(['open r src/app.js:1', 'open other src/app.js:4']));
});

test('an optional scan that did not run is not sent, and its alerts stay', async () => {
  await repository.upload(aggregate([marked({})]));
  const ended = await repository.upload(aggregate([], { left: true }));
  expect(ended.outputs).toMatchObject({ outcome: 'uploaded', analyses: '[]', sent: '0' });
  expect(JSON.parse(ended.outputs.report ?? '')).toMatchObject({
    'not-run': [{ tool: 'Lint', category: 'lint/app', run: 1 }],
  });
  expect(await repository.alerts()).toEqual(['open r src/app.js:1']);
});

test('a dependency is known again by its package', async () => {
  const lodash = (line: number) =>
    marked({
      rule: 'CVE-2026-1',
      path: 'package-lock.json',
      line,
      kind: 'dependency',
      subject: dependencyOf('lodash'),
    });
  await repository.upload(aggregate([lodash(10)]));
  await repository.upload(aggregate([lodash(99)]));
  expect(await repository.alerts()).toEqual(['open CVE-2026-1 package-lock.json:99']);
});

test('one of a later version is not taken for a tool’s report', async () => {
  const { 'aggregate.sarif': log } = aggregate([marked({})]);
  const ended = await repository.upload({ 'later.sarif': { ...log, properties: { [MARK]: { version: 2 } } } });
  expect([ended.outputs.outcome, ended.failure]).toEqual(['rejected', expect.stringContaining('another version')]);
});
