import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { DeleteRepositoryCommand, PutLifecyclePolicyCommand } from '@aws-sdk/client-ecr';
import { acrossRegistries } from './support/trials.ts';
import { DEV, type ImageWorld, image, PROD } from './support/world.ts';

const SCALE = 5;

async function scannedWorld(scale = SCALE): Promise<ImageWorld> {
  const world = await acrossRegistries.world(scale);
  for (const imageDigest of await world.digestsOf(DEV)) {
    await world.cloud.control.call('ecr.scanResult', { imageDigest, status: 'COMPLETE' }, { region: DEV.region });
  }
  const rule = {
    rulePriority: 1,
    selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 500 },
    action: { type: 'expire' },
  };
  const lifecyclePolicyText = JSON.stringify({ rules: [rule] });
  const which = { repositoryName: DEV.repository, lifecyclePolicyText };
  await world.ecr(DEV.region).send(new PutLifecyclePolicyCommand(which));
  return world;
}

const gated: Errand<ImageWorld> = {
  name: 'a promotion with all gates',
  inSteps: true,
  world: scannedWorld,
  step(world) {
    const asked = acrossRegistries.step(world);
    return { ...asked, inputs: { ...asked.inputs, 'max-severity': 'high' } };
  },
  told: ({ outputs, exitCode }) => ({ exitCode, outcome: outputs.outcome, tags: outputs.tags !== '' }),
  expected: { exitCode: 0, outcome: 'promoted', tags: true },
};

const creating: Errand<ImageWorld> = {
  ...gated,
  name: 'a promotion that makes the repository',
  async world(scale) {
    const world = await scannedWorld(scale);
    const repositoryName = PROD.repository;
    await world.ecr(PROD.region).send(new DeleteRepositoryCommand({ repositoryName, force: true }));
    return world;
  },
  step(world) {
    const asked = gated.step(world);
    return { ...asked, inputs: { ...asked.inputs, create: 'true' } };
  },
};

/** The destination's tag is of an image whose labels tell its version. */
const comparing: Errand<ImageWorld> = {
  ...gated,
  name: 'a promotion that reads what a tag names',
  async world(scale) {
    const world = await scannedWorld(scale);
    await world.push(PROD, image('a later release', { version: '2.0.0' }), ['latest']);
    return world;
  },
  told: ({ outputs, stdout }) => ({ outcome: outputs.outcome, why: /2\.0\.0 is there/.test(stdout) }),
  expected: { outcome: 'superseded', why: true },
};

test('the policy in the README is enough, and nothing in it can be left out', async () => {
  const policyFrom = join(import.meta.dirname, '..', 'README.md');
  const { failures } = await leastPrivilege({ policyFrom, errands: [gated, creating, comparing] });
  expect(failures).toEqual([]);
}, 180_000);
