import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refusedByMultitool } from '@actions-aws/testing/sarif';
import { aggregate, marked } from '../test/support/aggregate.ts';
import { at, type Repository, report, repositoryIn } from '../test/support/repository.ts';
import { dependencyOf } from '../test/support/results.ts';
import { type UploadWorld, uploadWorld } from '../test/support/world.ts';

// What the standard's own tool, by its rules of GitHub's code scanning, says of files that are sent. Needs `Sarif.Multitool`
// on the PATH.

let world: UploadWorld;
let repository: Repository;
beforeAll(async () => {
  world = await uploadWorld();
  repository = repositoryIn(world);
  repository.push({ 'src/app.js': 'eval(a)\n\n\neval(b)\n', 'package-lock.json': '{}\n' });
});
afterAll(() => world.stop());

test('the multitool sees what GitHub refuses', async () => {
  const file = join(world.temp, 'refused.sarif');
  writeFileSync(file, JSON.stringify(report('Own', [{ ruleId: 'r', message: { text: 'nowhere' } }])));
  expect(await refusedByMultitool(file, 'Ghas')).not.toEqual([]);
}, 120_000);

test('the multitool has nothing against the files, by the standard and by GitHub’s rules', async () => {
  const ended = await repository.upload(
    {
      ...{ 'own.sarif': report('Own', [at('r', 'src/app.js', 1), at('r', 'src/app.js', 4, { level: 'note' })]) },
      ...aggregate([
        marked({ rule: 'open' }),
        marked({ rule: 'accepted', line: 4 }, { fate: 'accepted' }),
        marked({ rule: 'lost', path: null }),
        marked({ rule: 'CVE-2021-23337', path: 'package-lock.json', subject: dependencyOf('lodash') }),
      ]),
    },
    { inputs: { 'dry-run': 'true' } },
  );
  expect(ended.outputs).toMatchObject({ outcome: 'planned' });
  const folder = ended.outputs.prepared ?? '';
  const files = readdirSync(folder);
  expect(files).not.toEqual([]);
  for (const file of files) expect(await refusedByMultitool(join(folder, file), 'Sarif', 'Ghas')).toEqual([]);
}, 120_000);
