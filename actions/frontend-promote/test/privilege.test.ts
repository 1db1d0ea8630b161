import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { promotion, type StagedWorld, stagedWorld } from './support/trials.ts';

/** How many times faster than the machine's time runs. */
const SCALE = 25;

/** CloudFront's own policies: CORS-S3Origin, SecurityHeadersPolicy. */
const MANAGED = {
  OriginRequestPolicyId: '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf',
  ResponseHeadersPolicyId: '67f7725c-6f97-4210-82d7-5512b31e9d03',
};

const promote: Errand<StagedWorld> = {
  name: 'a promotion',
  world: () => stagedWorld({ scale: SCALE }),
  step: (world) => promotion(world, { settle: '0s' }),
  told: ({ outputs, annotations, exitCode }) => ({ exitCode, outcome: outputs.outcome, warnings: annotations.length }),
  expected: { exitCode: 0, outcome: 'promoted', warnings: 0 },
};

/** Policies that one site alone has are compared by their content, and the run ends there. */
const unlike: Errand<StagedWorld> = {
  ...promote,
  name: 'a promotion between sites whose policies differ',
  world: () =>
    stagedWorld({
      scale: SCALE,
      change: ({ DefaultCacheBehavior, ...config }, site) => ({
        ...config,
        DefaultCacheBehavior: { ...DefaultCacheBehavior!, ...(site === 'app' && MANAGED) },
      }),
    }),
  told: ({ outputs, exitCode }) => {
    const { verdicts = [] } = JSON.parse(outputs.report ?? '{}') as {
      readonly verdicts?: readonly { readonly level: string }[];
    };
    return { exitCode, levels: new Set(verdicts.map(({ level }) => level)) };
  },
  expected: { exitCode: 1, levels: new Set(['red', 'listed']) },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  const made = await stagedWorld({ scale: SCALE });
  try {
    const { test: testSite, app } = made;
    const readme = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8')
      .replaceAll('E1TEST1TEST1T', testSite.id)
      .replaceAll('E2APP2APP2APP', app.id);
    const policyFrom = join(folder, 'README.md');
    writeFileSync(policyFrom, readme);
    const { failures } = await leastPrivilege({ policyFrom, errands: [promote, unlike] });
    expect(failures).toEqual([]);
  } finally {
    await made.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
