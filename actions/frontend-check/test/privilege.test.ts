import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { runFunction } from './support/functions.ts';
import { type CheckWorld, MANAGED, step, world } from './support/world.ts';

/** Reads all that there is to read: policies and functions of different names are compared by their content. */
const look: Errand<CheckWorld> = {
  name: 'a look at two sites whose policies differ',
  async world() {
    const one = await world({ worker: '' });
    for (const role of ['test', 'app'] as const) await runFunction(one, role);
    const named = { OriginRequestPolicyId: MANAGED.originRequest, ResponseHeadersPolicyId: MANAGED.responseHeaders };
    await one.edit('app', ({ DefaultCacheBehavior, ...config }) => ({
      ...config,
      DefaultCacheBehavior: { ...DefaultCacheBehavior!, ...named },
    }));
    return one;
  },
  step: (one) => step(one),
  told: ({ exitCode, outputs }) => ({
    exitCode,
    levels: new Set((JSON.parse(outputs.verdicts ?? '[]') as { level: string }[]).map(({ level }) => level)),
  }),
  expected: { exitCode: 1, levels: new Set(['red', 'listed']) },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  const made = await world();
  try {
    const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');
    const policyFrom = join(folder, 'README.md');
    // The local cloud gives the distributions of each world the same ids.
    const named = readme.replaceAll('E1TEST1TEST1T', made.test.id).replaceAll('E2APP2APP2APP', made.app.id);
    writeFileSync(policyFrom, named);
    const { failures } = await leastPrivilege({ policyFrom, errands: [look] });
    expect(failures).toEqual([]);
  } finally {
    await made.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);
