import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { step, stepWorld } from './support/steps.ts';
import type { RollbackWorld } from './support/world.ts';

/** Straight to the oldest: what is carried, and what history tells, is needed as well. */
const back: Errand<RollbackWorld> = {
  name: 'a rollback by name',
  world: () => stepWorld(),
  step: (one) => step(one, { to: one.builds[0]?.manifest.id ?? '', settle: '0s' }),
  told: ({ outputs, annotations, exitCode }) => ({ exitCode, outcome: outputs.outcome, warnings: annotations.length }),
  expected: { exitCode: 0, outcome: 'rolled-back', warnings: 0 },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  const made = await stepWorld(['v1']);
  try {
    const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
    const policyFrom = join(folder, 'README.md');
    // The local cloud gives the distributions of each world the same ids.
    writeFileSync(policyFrom, readme.replaceAll('E2APP2APP2APP', made.app.id));
    const { failures } = await leastPrivilege({ policyFrom, errands: [back] });
    expect(failures).toEqual([]);
  } finally {
    await made.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
