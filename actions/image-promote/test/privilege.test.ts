import { join } from 'node:path';
import { type Errand, leastPrivilege } from '@actions-aws/testing';
import { DeleteRepositoryCommand } from '@aws-sdk/client-ecr';
import { throughGates } from './support/trials.ts';
import { type ImageWorld, image, PROD } from './support/world.ts';

const SCALE = 5;

const gated: Errand<ImageWorld> = {
  name: 'a promotion with all gates',
  inSteps: true,
  world: (scale = SCALE) => throughGates.world(scale),
  step: throughGates.step,
  told: ({ outputs, exitCode }) => ({ exitCode, outcome: outputs.outcome, tags: outputs.tags !== '' }),
  expected: { exitCode: 0, outcome: 'promoted', tags: true },
};

const creating: Errand<ImageWorld> = {
  ...gated,
  name: 'a promotion that makes the repository',
  async world(scale = SCALE) {
    const world = await throughGates.world(scale);
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
  async world(scale = SCALE) {
    const world = await throughGates.world(scale);
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
