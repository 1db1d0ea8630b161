import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { step, stepWorld } from './support/steps.ts';
import type { RollbackWorld } from './support/world.ts';

const functionCode = readFileSync(
  join(import.meta.dirname, '..', '..', '..', 'packages', 'site', 'src', 'function', 'site.js'),
  'utf8',
);

/** Straight to the oldest: what is carried, and what history tells, is needed as well. */
const back: Errand<RollbackWorld> = {
  name: 'a rollback by name, under a store',
  world: () => stepWorld(undefined, functionCode),
  step: (one) => step(one, { to: one.builds[0]?.manifest.id ?? '', settle: '0s' }),
  told: ({ outputs, annotations, exitCode }) => ({ exitCode, outcome: outputs.outcome, warnings: annotations.length }),
  expected: { exitCode: 0, outcome: 'rolled-back', warnings: 0 },
};

test('under a store the policy in the README is enough, and nothing in it can be left out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  const made = await stepWorld(['v1'], functionCode);
  try {
    const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
    const policyFrom = join(folder, 'README.md');
    // The local cloud gives what it makes the same ids in each world.
    const named = readme
      .slice(readme.indexOf('## IAM policy under a key value store'))
      .replace('## IAM policy under a key value store', '## IAM policy')
      .replaceAll('E2APP2APP2APP', made.app.id)
      .replaceAll('arn:aws:cloudfront::123456789012:key-value-store/0a1b2c3d-APP-STORE', made.app.store ?? '');
    writeFileSync(policyFrom, named);
    const { failures } = await leastPrivilege({ policyFrom, errands: [back] });
    expect(failures).toEqual([]);
  } finally {
    await made.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
